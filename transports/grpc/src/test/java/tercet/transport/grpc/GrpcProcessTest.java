package tercet.transport.grpc;

import org.junit.jupiter.api.Tag;
import tercet.runtime.cluster.PeerWire;
import tercet.testing.contract.EchoNode;
import tercet.testing.contract.ProcessContract;

@Tag("slow")
final class GrpcProcessTest implements ProcessContract {
  @Override
  public PeerWire wire() {
    return new GrpcWire(EchoNode.SECRET);
  }

  @Override
  public Class<?> echoMain() {
    return GrpcEchoNode.class;
  }
}
