package tercet.runtime.broker;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tercet.kernel.id.ShardId;
import tercet.runtime.cluster.ClusterMap;
import tercet.runtime.codec.EnvelopeBatch;
import tercet.runtime.codec.MalformedBytesException;
import tercet.runtime.transport.Envelope;
import tercet.runtime.transport.Transport;

/** Takes messages from a broker: drops those that are too old, and hands over the rest. */
final class Incoming implements Inbox, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Incoming.class.getName());

  private final String self;
  private final BrokerSettings settings;
  private final InstantSource clock;
  private final Consumer<String> signs;
  private final AtomicLong received = new AtomicLong();
  private final AtomicLong old = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong malformed = new AtomicLong();
  private volatile long ageMillis;
  private volatile Transport.@Nullable Receiver receiver;

  /**
   * @param self name of this node
   * @param signs is told the sender of each message that has not expired
   */
  Incoming(String self, BrokerSettings settings, InstantSource clock, Consumer<String> signs) {
    this.self = self;
    this.settings = settings;
    this.clock = clock;
    this.signs = signs;
  }

  void start(Transport.Receiver newReceiver) {
    receiver = newReceiver;
  }

  @Override
  public BooleanSupplier fromShard(ShardId shard, byte[] batch) {
    read(batch, true);
    Transport.Receiver current = receiver;
    // While the node ends, messages stay for the next reader.
    return current == null ? () -> false : current.settled(shard);
  }

  @Override
  public void forNode(byte[] batch) {
    read(batch, false);
  }

  private void read(byte[] batch, boolean waits) {
    try {
      EnvelopeBatch.read(batch, new Unpacking(waits));
    } catch (MalformedBytesException why) {
      malformed(why);
    } catch (RuntimeException bug) { // must not end the thread of an adapter, which reads on
      LOG.log(System.Logger.Level.ERROR, "A bug: a message cannot be handed over.", bug);
    }
  }

  private void malformed(MalformedBytesException why) {
    if (malformed.getAndIncrement() == 0) {
      LOG.log(
          System.Logger.Level.WARNING,
          "An envelope cannot be read and was dropped; does the sender have another version? {0}"
              + " From now on such envelopes are only counted.",
          why.getMessage());
    }
  }

  private final class Unpacking implements EnvelopeBatch.Listener {
    private final boolean waits;
    private long validUntil;

    Unpacking(boolean waits) {
      this.waits = waits;
    }

    @Override
    public void sent(String sender, long atMillis) {
      validUntil = atMillis + settings.lifetime().toMillis();
      if (waits) {
        ageMillis = Math.max(0, clock.millis() - atMillis);
      }
      if (!isOld()) {
        signs.accept(sender);
      }
    }

    private boolean isOld() {
      return clock.millis() > validUntil;
    }

    @Override
    public void envelope(Envelope envelope) {
      received.incrementAndGet();
      if (isOld()) {
        old.incrementAndGet();
      } else if (!isForThisNode(envelope) || !offer(envelope)) {
        refused.incrementAndGet();
      }
    }

    /** While the cluster grows, another one may get what is for a node whose place has changed. */
    private boolean isForThisNode(Envelope envelope) {
      return switch (envelope) {
        case Envelope.ToShard _ -> true;
        case Envelope.ToNode answer -> self.equals(ClusterMap.nodeOf(answer.to().node()));
        case Envelope.Question question -> self.equals(ClusterMap.nodeOf(question.node()));
        case Envelope.Report report -> self.equals(ClusterMap.nodeOf(report.to().node()));
      };
    }

    private boolean offer(Envelope envelope) {
      Duration pause = settings.roomEvery();
      for (Transport.Receiver to = receiver; to != null; to = receiver) {
        if (to.receive(envelope)) {
          return true;
        }
        if (!waits || isOld()) {
          return false;
        }
        LockSupport.parkNanos(this, pause.toNanos());
      }
      return false;
    }

    @Override
    public void malformed(MalformedBytesException why) {
      Incoming.this.malformed(why);
    }
  }

  long received() {
    return received.get();
  }

  long ageMillis() {
    return ageMillis;
  }

  long old() {
    return old.get();
  }

  long refused() {
    return refused.get();
  }

  long malformed() {
    return malformed.get();
  }

  /** Hands over nothing more. */
  @Override
  public void close() {
    receiver = null;
  }
}
