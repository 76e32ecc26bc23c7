package tercet.transport.grpc;

import tercet.runtime.cluster.ClusterSecret;
import tercet.runtime.cluster.Wire;
import tercet.testing.contract.WireContract;

final class GrpcWireTest implements WireContract {
  @Override
  public Wire wire(ClusterSecret secret) {
    return new GrpcWire(secret);
  }
}
