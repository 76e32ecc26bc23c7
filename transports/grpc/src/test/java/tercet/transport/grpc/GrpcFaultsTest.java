package tercet.transport.grpc;

import tercet.conformance.FaultyTransport;
import tercet.conformance.WireContract;
import tercet.runtime.cluster.ClusterSecret;
import tercet.runtime.cluster.Wire;

/** With loss, repetition and delay on top. */
final class GrpcFaultsTest implements WireContract {
  @Override
  public Wire wire(ClusterSecret secret) {
    return new GrpcWire(secret);
  }

  @Override
  public Ends connect() {
    Ends real = WireContract.super.connect();
    return new Ends(new FaultyTransport(real.sender(), 0.2, 0.3, 0.3, 100, 1), real.receiver());
  }
}
