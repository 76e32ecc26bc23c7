package tercet.transport.grpc;

import tercet.conformance.WireContract;
import tercet.runtime.cluster.ClusterSecret;
import tercet.runtime.cluster.Wire;

final class GrpcWireTest implements WireContract {
  @Override
  public Wire wire(ClusterSecret secret) {
    return new GrpcWire(secret);
  }
}
