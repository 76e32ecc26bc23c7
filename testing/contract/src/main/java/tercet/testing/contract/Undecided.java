package tercet.testing.contract;

import java.util.function.BooleanSupplier;
import tercet.kernel.id.ShardId;
import tercet.runtime.transport.Envelope;
import tercet.runtime.transport.Transport;

/** Takes what comes, and never decides it. */
record Undecided(Transport.Receiver receiver) implements Transport.Receiver {
  @Override
  public boolean receive(Envelope envelope) {
    return receiver.receive(envelope);
  }

  @Override
  public BooleanSupplier settled(ShardId shard) {
    return () -> false;
  }
}
