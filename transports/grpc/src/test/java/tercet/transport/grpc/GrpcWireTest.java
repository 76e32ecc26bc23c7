package tercet.transport.grpc;

import tercet.runtime.cluster.ClusterSecret;
import tercet.runtime.cluster.PeerWire;
import tercet.testing.contract.WireContract;

final class GrpcWireTest implements WireContract {
  @Override
  public PeerWire wire(ClusterSecret secret) {
    return new GrpcWire(secret);
  }
}
