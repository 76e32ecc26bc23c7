package tercet.transport.grpc;

import org.junit.jupiter.api.Tag;
import tercet.conformance.EchoNode;
import tercet.conformance.ProcessContract;
import tercet.runtime.cluster.Wire;

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
