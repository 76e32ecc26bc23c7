package tercet.transport.http;

import tercet.conformance.FaultyTransport;
import tercet.conformance.WireContract;
import tercet.runtime.cluster.ClusterSecret;
import tercet.runtime.cluster.Wire;

/** With loss, repetition and delay on top. */
final class HttpFaultsTest implements WireContract {
  @Override
  public Wire wire(ClusterSecret secret) {
    return new HttpWire(secret);
  }

  @Override
  public Ends connect() {
    Ends real = WireContract.super.connect();
    return new Ends(new FaultyTransport(real.sender(), 0.2, 0.3, 0.3, 100, 1), real.receiver());
  }
}
