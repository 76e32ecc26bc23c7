package tercet.testing.contract;

import tercet.runtime.transport.InProcessTransport;

/** The transport of the runtime, which cannot see the contract itself. */
final class InProcessTransportTest implements TransportContract {
  @Override
  public Ends connect() {
    InProcessTransport transport = new InProcessTransport();
    return new Ends(transport, transport);
  }
}
