package tercet.transport.grpc;

import org.junit.jupiter.api.Tag;
import tercet.runtime.cluster.Wire;
import tercet.testing.contract.EchoNode;
import tercet.testing.contract.ProcessContract;

@Tag("slow")
final class GrpcProcessTest implements ProcessContract {
  @Override
  public Wire wire() {
    return new GrpcWire(EchoNode.SECRET);
  }

  @Override
  public Class<?> echoMain() {
    return GrpcEchoNode.class;
  }
}
