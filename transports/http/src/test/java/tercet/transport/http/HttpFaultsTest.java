package tercet.transport.http;

import tercet.testing.contract.FaultyTransport;
import tercet.testing.contract.TransportContract;

/** With loss, repetition and delay on top. */
final class HttpFaultsTest implements TransportContract {
  @Override
  public Ends connect() {
    Ends real = new HttpWireTest().connect();
    return new Ends(new FaultyTransport(real.sender(), 0.2, 0.3, 0.3, 100, 1), real.receiver());
  }
}
