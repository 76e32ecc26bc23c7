/**
 * Small real servers for tests of the verifier: {@link tercet.testing.verifier.fake.SocketServer}
 * speaks the bytes of a test, {@link tercet.testing.verifier.fake.FakeShop} is a shop in memory
 * that can be made wrong in one way.
 */
@NullMarked
package tercet.testing.verifier.fake;

import org.jspecify.annotations.NullMarked;
