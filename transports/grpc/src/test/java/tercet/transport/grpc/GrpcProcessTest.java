package tercet.transport.grpc;

import tercet.conformance.EchoNode;
import tercet.conformance.ProcessContract;
import tercet.runtime.cluster.Wire;

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
