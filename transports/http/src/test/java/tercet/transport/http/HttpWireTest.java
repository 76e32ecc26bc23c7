package tercet.transport.http;

import tercet.runtime.cluster.ClusterSecret;
import tercet.runtime.cluster.Wire;
import tercet.testing.contract.WireContract;

final class HttpWireTest implements WireContract {
  @Override
  public Wire wire(ClusterSecret secret) {
    return new HttpWire(secret);
  }
}
