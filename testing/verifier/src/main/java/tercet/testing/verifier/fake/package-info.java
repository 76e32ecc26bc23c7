/**
 * Small real servers for tests of the judge: {@link tercet.testing.verifier.fake.SocketServer}
 * speaks whatever a test makes it speak, {@link tercet.testing.verifier.fake.FakeShop} is a shop in
 * memory that can be made wrong in one way.
 */
@NullMarked
package tercet.testing.verifier.fake;

import org.jspecify.annotations.NullMarked;
