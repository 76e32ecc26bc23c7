package tercet.transport.rabbitmq;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import tercet.kernel.id.ShardId;
import tercet.runtime.broker.Inbox;

/**
 * Reads the queue of a shard on a channel and a thread of its own, so that a shard without room
 * does not delay others. It confirms decided messages. When it ends, RabbitMQ gives the others to
 * the next reader.
 */
final class ShardReader {
  private static final System.Logger LOG = System.getLogger(ShardReader.class.getName());

  /** How often to look whether what was taken has been decided. */
  private static final long LOOK_MILLIS = 1;

  /** A message that was handed over. */
  private record Taken(long tag, BooleanSupplier decided) {}

  private final Connection connection;
  private final Topology topology;
  private final RabbitLimits limits;
  private final Counters counters;
  private final ShardId shard;
  private final Inbox inbox;
  private final AtomicBoolean reported;
  private final Thread thread;
  private volatile boolean stopped;
  private volatile boolean keepsChannel;
  private volatile @Nullable Deliveries deliveries;

  /**
   * @param reported whether a failure was logged; of all readers
   */
  ShardReader(
      Connection connection,
      Topology topology,
      RabbitLimits limits,
      Counters counters,
      ShardId shard,
      Inbox inbox,
      AtomicBoolean reported) {
    this.connection = connection;
    this.topology = topology;
    this.limits = limits;
    this.counters = counters;
    this.shard = shard;
    this.inbox = inbox;
    this.reported = reported;
    this.thread = Thread.ofVirtual().name("reads-" + shard).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Takes nothing more. Undecided messages go back to the queue. Returns at once. */
  void stop() {
    stopped = true;
    Deliveries current = deliveries;
    if (current != null) {
      current.end();
    }
    LockSupport.unpark(thread);
  }

  /** The same, where the connection is closed next: that gives everything back at once. */
  void stopBeforeConnection() {
    keepsChannel = true;
    stop();
  }

  /** Whether nothing is handed over any more. */
  boolean hasEnded() {
    return !thread.isAlive();
  }

  /** Waits until nothing is handed over any more. */
  void join() {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The same for a limited time: a queue that does not answer holds a reader that begins. */
  void join(Duration max) {
    try {
      boolean _ = thread.join(max);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean goesOn() {
    return !stopped && connection.isOpen();
  }

  private void run() {
    while (goesOn()) {
      Channel channel = null;
      try {
        channel = Topology.channel(connection);
        readUntilEnd(channel);
      } catch (IOException | ShutdownSignalException failed) {
        Topology.abandon(channel); // or the server would give it messages that are never read
        if (goesOn()) {
          report(failed);
          declareIfMissing(failed);
          LockSupport.parkNanos(this, limits.retryAfter().toNanos());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void report(Exception failed) {
    if (reported.compareAndSet(false, true)) {
      LOG.log(
          System.Logger.Level.WARNING,
          "The queue of shard {0} cannot be read: {1}. It is tried again. From now on this is not"
              + " logged for any shard.",
          shard,
          Failures.text(failed));
    }
  }

  private void declareIfMissing(Exception failed) {
    if (Failures.code(failed) != Failures.NOT_FOUND) {
      return;
    }
    try {
      Channel channel = Topology.channel(connection);
      topology.declare(channel, topology.queue(shard));
      Topology.close(channel);
    } catch (IOException | ShutdownSignalException next) {
      report(next);
    }
  }

  private void readUntilEnd(Channel channel) throws IOException, InterruptedException {
    channel.basicQos(limits.shardPrefetch());
    Deliveries current = new Deliveries(channel);
    deliveries = current;
    if (stopped) {
      current.end();
    }
    channel.basicConsume(topology.queue(shard), false, current);
    ArrayDeque<Taken> taken = new ArrayDeque<>();
    long idleMillis = limits.idleMax().toMillis();
    boolean idle = false;
    while (!current.hasEnded() && !idle) {
      Deliveries.Delivery next = current.take(taken.isEmpty() ? idleMillis : LOOK_MILLIS);
      if (next == null) {
        idle = taken.isEmpty();
      } else {
        if (next.again()) {
          counters.redelivered.incrementAndGet();
        }
        taken.add(new Taken(next.tag(), inbox.fromShard(shard, next.body())));
      }
      if (current.isEmpty() || taken.size() >= limits.shardPrefetch() / 2) {
        confirm(channel, taken);
      }
    }
    if (channel.isOpen()) {
      confirm(channel, taken);
      if (!keepsChannel) {
        Topology.close(channel);
      }
    }
  }

  private static void confirm(Channel channel, ArrayDeque<Taken> taken) throws IOException {
    long last = 0;
    for (Taken first = taken.peek();
        first != null && first.decided().getAsBoolean();
        first = taken.peek()) {
      last = first.tag();
      taken.remove();
    }
    if (last > 0) {
      channel.basicAck(last, true);
    }
  }
}
