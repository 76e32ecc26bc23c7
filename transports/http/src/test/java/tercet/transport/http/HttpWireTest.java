package tercet.transport.http;

import tercet.runtime.cluster.ClusterSecret;
import tercet.runtime.cluster.PeerWire;
import tercet.testing.contract.WireContract;

final class HttpWireTest implements WireContract {
  @Override
  public PeerWire wire(ClusterSecret secret) {
    return new HttpWire(secret);
  }
}
