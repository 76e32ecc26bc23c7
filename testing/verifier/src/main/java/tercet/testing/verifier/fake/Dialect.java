package tercet.testing.verifier.fake;

import java.io.IOException;
import java.util.function.Supplier;
import tercet.testing.verifier.fake.HttpConversation.Request;
import tercet.testing.verifier.fake.HttpConversation.Response;

/** The way in which a {@link FakeShop} speaks the contract. Called by many threads. */
@FunctionalInterface
public interface Dialect {
  /**
   * Answers a request.
   *
   * @param shop does what is asked, each time that it is called
   * @throws IOException to end the connection without an answer
   */
  Response answer(Request request, Supplier<Response> shop) throws IOException;
}
