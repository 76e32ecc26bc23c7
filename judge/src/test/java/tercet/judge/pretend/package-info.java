/**
 * Small real servers for the tests of the judge: {@link tercet.judge.pretend.SocketServer} speaks
 * whatever a test makes it speak, {@link tercet.judge.pretend.PretendShop} is a shop in memory that
 * can be made wrong in one way.
 */
@NullMarked
package tercet.judge.pretend;

import org.jspecify.annotations.NullMarked;
