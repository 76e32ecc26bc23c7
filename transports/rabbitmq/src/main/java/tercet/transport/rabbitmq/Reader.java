package tercet.transport.rabbitmq;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tercet.kernel.id.ShardId;
import tercet.runtime.broker.Inbox;

/**
 * The connection that receives, and a thread that makes it again when it breaks and keeps a reader
 * for each shard of this node.
 */
final class Reader implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Reader.class.getName());

  private final Connections connections;
  private final Topology topology;
  private final RabbitLimits limits;
  private final Counters counters;
  private final String node;
  private final Inbox inbox;
  private final AtomicBoolean reported = new AtomicBoolean();
  private final Map<ShardId, ShardReader> readers = new HashMap<>();

  /** Those that may still be in the middle of a message. */
  private final List<ShardReader> leaving = new ArrayList<>();

  private final Thread thread;
  private volatile Set<ShardId> wanted = Set.of();
  private volatile boolean closed;
  private volatile int host;
  private @Nullable Connection connection;
  private @Nullable NodeReader ofNode;

  Reader(
      Connections connections,
      Topology topology,
      RabbitLimits limits,
      Counters counters,
      String node,
      Inbox inbox) {
    this.connections = connections;
    this.topology = topology;
    this.limits = limits;
    this.counters = counters;
    this.node = node;
    this.inbox = inbox;
    this.thread = Thread.ofVirtual().name("rabbitmq-reader").unstarted(this::run);
  }

  /**
   * Begins to read what comes for this node.
   *
   * @param first connection, with the place of its server
   */
  void start(Connections.Opened first) throws IOException {
    try {
      use(first);
    } catch (IOException | ShutdownSignalException failed) {
      end();
      throw failed;
    }
    thread.start();
  }

  /** Returns at once. */
  void assign(Set<ShardId> shards) {
    wanted = Set.copyOf(shards);
    LockSupport.unpark(thread);
  }

  /** The place of the server among the addresses that this node reads from. */
  int host() {
    return host;
  }

  private void use(Connections.Opened opened) throws IOException {
    host = opened.host();
    Connection made = opened.connection();
    connection = made;
    made.addShutdownListener(why -> LockSupport.unpark(thread));
    AtomicBoolean ready = new AtomicBoolean();
    CompletableFuture.delayedExecutor(limits.answerMax().toNanos(), TimeUnit.NANOSECONDS)
        .execute(() -> {
          if (!ready.get()) {
            made.abort((int) limits.connectMax().toMillis());
          }
        });
    ofNode = new NodeReader(made, topology, limits, node, inbox, () -> LockSupport.unpark(thread));
    ready.set(true);
    ofNode.start();
  }

  private void run() {
    while (!closed) {
      if (isUsable()) {
        readWhatIsWanted();
        LockSupport.park(this);
      } else {
        connectAnew();
      }
    }
  }

  private boolean isUsable() {
    return connection != null && connection.isOpen() && ofNode != null && !ofNode.hasEnded();
  }

  private void readWhatIsWanted() {
    Connection current = connection;
    Set<ShardId> now = wanted;
    leaving.removeIf(ShardReader::hasEnded);
    Iterator<Map.Entry<ShardId, ShardReader>> all = readers.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<ShardId, ShardReader> one = all.next();
      if (!now.contains(one.getKey())) {
        one.getValue().stop();
        leaving.add(one.getValue());
        all.remove();
      }
    }
    if (current != null) {
      now.forEach(shard -> readers.computeIfAbsent(shard, anew -> reader(current, anew)));
    }
  }

  private ShardReader reader(Connection current, ShardId shard) {
    ShardReader reader =
        new ShardReader(current, topology, limits, counters, shard, inbox, reported);
    reader.start();
    return reader;
  }

  private void connectAnew() {
    end();
    LockSupport.parkNanos(this, limits.retryAfter().toNanos());
    if (closed) {
      return;
    }
    try {
      use(connections.openToRead(host + 1));
      LOG.log(System.Logger.Level.INFO, "Messages from RabbitMQ are read again.");
    } catch (IOException | ShutdownSignalException failed) {
      report(failed);
    }
  }

  private void report(Exception failed) {
    LOG.log(
        failed instanceof RefusedException
            ? System.Logger.Level.WARNING
            : System.Logger.Level.DEBUG,
        "No messages from RabbitMQ are read: {0} It is tried again.",
        Failures.text(failed));
  }

  /** Gives back what is not decided. Waits for no shard that has no room. */
  private void end() {
    readers.values().forEach(ShardReader::stopBeforeConnection);
    leaving.addAll(readers.values());
    readers.clear();
    Connection old = connection;
    connection = null;
    if (ofNode != null) {
      ofNode.close();
      ofNode = null;
    }
    if (old != null) {
      old.abort((int) limits.connectMax().toMillis());
    }
  }

  /** Hands over nothing more when it returns; what is decided is confirmed. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    readers.values().forEach(ShardReader::stopBeforeConnection);
    long end = System.nanoTime() + limits.answerMax().toNanos();
    for (ShardReader reader : readers.values()) { // which confirm what is decided
      reader.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
    }
    end();
    leaving.forEach(ShardReader::join);
  }
}
