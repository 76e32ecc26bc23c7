package tercet.transport.http;

import tercet.conformance.FaultyTransport;
import tercet.conformance.TransportContract;

/** With loss, repetition and delay on top. */
final class HttpFaultsTest implements TransportContract {
  @Override
  public Ends connect() {
    Ends real = new HttpWireTest().connect();
    return new Ends(new FaultyTransport(real.sender(), 0.2, 0.3, 0.3, 100, 1), real.receiver());
  }
}
