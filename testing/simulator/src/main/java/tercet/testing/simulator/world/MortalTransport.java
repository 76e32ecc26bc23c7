package tercet.testing.simulator.world;

import tercet.kernel.id.ShardId;
import tercet.runtime.transport.Envelope;
import tercet.runtime.transport.Transport;
import tercet.testing.simulator.swarm.Fault;

/** How a server's lanes send: death may interrupt them between two envelopes. */
final class MortalTransport implements Transport {
  private final Transport transport;
  private final Faults faults;

  MortalTransport(Transport transport, Faults faults) {
    this.transport = transport;
    this.faults = faults;
  }

  @Override
  public void send(Envelope envelope) {
    if (faults.strikes(Fault.CRASH_BETWEEN_SENDS)) {
      throw new Crash("between two sends");
    }
    transport.send(envelope);
  }

  @Override
  public boolean reaches(ShardId shard) {
    return transport.reaches(shard);
  }

  @Override
  public void start(Receiver unused) {}

  @Override
  public void close() {}
}
