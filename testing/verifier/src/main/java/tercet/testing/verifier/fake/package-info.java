/**
 * Small real servers for tests of whoever judges: {@link tercet.pretend.SocketServer} speaks
 * whatever a test makes it speak, {@link tercet.pretend.PretendShop} is a shop in memory that can
 * be made wrong in one way.
 */
@NullMarked
package tercet.pretend;

import org.jspecify.annotations.NullMarked;
