package tercet.transport.grpc;

import java.io.IOException;
import tercet.testing.contract.EchoNode;

/** Run in a process of its own by {@link GrpcProcessTest}. */
final class GrpcEchoNode {
  private GrpcEchoNode() {}

  public static void main(String[] arguments) throws IOException {
    EchoNode.run(new GrpcWire(EchoNode.SECRET), arguments);
  }
}
