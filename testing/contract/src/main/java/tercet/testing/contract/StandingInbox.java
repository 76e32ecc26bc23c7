package tercet.testing.contract;

import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import tercet.kernel.id.ShardId;
import tercet.runtime.broker.Inbox;
import tercet.runtime.codec.EnvelopeBatch;
import tercet.runtime.codec.MalformedBytesException;
import tercet.runtime.transport.Envelope;

/** Takes what comes to shards, and stands still after each message until it may go on. */
final class StandingInbox implements Inbox {
  private final @Nullable Set<Envelope> taken;
  private final CountDownLatch goOn;

  /** One that never stands still, and forgets what comes. */
  StandingInbox() {
    this(null, new CountDownLatch(0));
  }

  StandingInbox(@Nullable Set<Envelope> taken, CountDownLatch goOn) {
    this.taken = taken;
    this.goOn = goOn;
  }

  @Override
  public BooleanSupplier fromShard(ShardId shard, byte[] batch) {
    Set<Envelope> collecting = taken;
    if (collecting != null) {
      EnvelopeBatch.read(batch, new Collecting(collecting));
    }
    try {
      goOn.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return () -> true;
  }

  @Override
  public void forNode(byte[] batch) {}

  private record Collecting(Set<Envelope> taken) implements EnvelopeBatch.Listener {
    @Override
    public void envelope(Envelope envelope) {
      taken.add(envelope);
    }

    @Override
    public void malformed(MalformedBytesException why) {
      throw why;
    }
  }
}
