package tercet.transport.http;

import tercet.conformance.WireContract;
import tercet.runtime.cluster.ClusterSecret;
import tercet.runtime.cluster.Wire;

final class HttpWireTest implements WireContract {
  @Override
  public Wire wire(ClusterSecret secret) {
    return new HttpWire(secret);
  }
}
