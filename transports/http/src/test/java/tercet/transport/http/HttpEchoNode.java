package tercet.transport.http;

import java.io.IOException;
import tercet.testing.contract.EchoNode;

/** Run in a process of its own by {@link HttpProcessTest}. */
final class HttpEchoNode {
  private HttpEchoNode() {}

  public static void main(String[] arguments) throws IOException {
    EchoNode.run(new HttpWire(EchoNode.SECRET), arguments);
  }
}
