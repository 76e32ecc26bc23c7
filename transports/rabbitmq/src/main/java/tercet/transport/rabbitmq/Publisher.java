package tercet.transport.rabbitmq;

import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tercet.runtime.broker.Parcel;
import tercet.runtime.cluster.TimeLimit;
import tercet.runtime.cluster.Watchdog;
import tercet.runtime.time.Ticker;

/**
 * Sends. After a failure of its connection that is closed, and the next call connects to another
 * server. For one thread at a time, except for {@link #close}.
 */
final class Publisher implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Publisher.class.getName());
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  /** A pause of this process longer than that is not RabbitMQ's fault. */
  private static final long COUNTED_NANOS_MAX = 2 * LOOK_EVERY.toNanos();

  /** While a queue has no leader, its refusals must not break the way to the others each time. */
  private static final long KEPT_NANOS = Duration.ofSeconds(1).toNanos();

  private final Connections connections;
  private final Topology topology;
  private final RabbitLimits limits;
  private final Counters counters;
  private final Watchdog watchdog = new Watchdog();
  private final TimeLimit limit = watchdog.add();
  private final Ticker looks = new Ticker("confirmations", LOOK_EVERY, this::look);
  private final Set<String> missing = ConcurrentHashMap.newKeySet();

  private int host;
  private boolean returnedBefore;
  private volatile @Nullable SendLink link;
  private volatile long openedAt;
  private volatile boolean closed;

  /** How long this process has been running, as far as it was seen to. */
  private final AtomicLong runningNanos = new AtomicLong();

  private long lookedAt = System.nanoTime();

  /**
   * @param host the place among the addresses to begin with; any number
   */
  Publisher(
      Connections connections,
      Topology topology,
      RabbitLimits limits,
      Counters counters,
      int host) {
    this.connections = connections;
    this.topology = topology;
    this.limits = limits;
    this.counters = counters;
    this.host = host;
  }

  void start() {
    looks.start();
  }

  /** Sends messages. Each hears of a confirmation or a failure within the limit. */
  void publish(List<Parcel> parcels) {
    try {
      SendLink to = open();
      if (to.alarm().isOn()) {
        IOException blocked = new IOException(to.alarm().sentence());
        parcels.forEach(parcel -> parcel.failed(blocked));
        return;
      }
      write(to, parcels);
    } catch (IOException | ShutdownSignalException broken) {
      IOException why = broken instanceof IOException said ? said : sentence(broken);
      parcels.forEach(parcel -> parcel.failed(why));
      drop(why);
    }
  }

  private static IOException sentence(Exception broken) {
    return new IOException(
        "RabbitMQ has ended the connection: " + Failures.text(broken) + ".", broken);
  }

  private SendLink open() throws IOException {
    SendLink current = link;
    boolean worn =
        current != null && current.hasRefused() && System.nanoTime() - openedAt > KEPT_NANOS;
    if (current != null && current.isOpen() && !worn) {
      return current;
    }
    drop(new IOException("RabbitMQ has refused a message, and the connection is made anew."));
    if (closed) {
      throw new IOException("this node has left RabbitMQ");
    }
    SendLink fresh =
        new SendLink(connections.open("sends", host, limits.answerMax()), counters, missing::add);
    host = fresh.host();
    openedAt = System.nanoTime();
    link = fresh;
    if (closed) {
      drop(new IOException("this node has left RabbitMQ"));
    }
    return fresh;
  }

  /** A server that reads no more, or is halted, must not hold this thread for ever. */
  private void write(SendLink to, List<Parcel> parcels) throws IOException {
    limit.begin(limits.publishMax());
    boolean late = false;
    try {
      makeMissing(to);
      for (Parcel parcel : parcels) {
        to.write(topology, parcel, runningNanos.get());
      }
    } finally {
      late = limit.end();
    }
    if (late) {
      throw notInTime();
    }
  }

  private IOException notInTime() {
    return new IOException(
        "RabbitMQ has not confirmed all messages within " + limits.publishMax() + ".");
  }

  /** Makes queues again that were deleted. Their messages are lost; senders send them again. */
  private void makeMissing(SendLink with) throws IOException {
    for (String queue : List.copyOf(missing)) {
      if (!returnedBefore) {
        returnedBefore = true;
        LOG.log(
            System.Logger.Level.ERROR,
            "A message was lost because RabbitMQ has no queue {0}: it was deleted. It is made"
                + " again. From now on such messages are only counted.",
            queue);
      }
      with.declare(topology, queue);
      missing.remove(queue);
    }
  }

  /** Whether what was sent is confirmed in time. */
  private void look() {
    long now = System.nanoTime();
    long running = runningNanos.addAndGet(Math.min(now - lookedAt, COUNTED_NANOS_MAX));
    lookedAt = now;
    SendLink current = link;
    if (current == null || running - current.oldest() < limits.publishMax().toNanos()) {
      return;
    }
    if (current.alarm().isOn()) {
      current.fail(new IOException(current.alarm().sentence()));
    } else {
      IOException why = notInTime();
      current.fail(why);
      current.drop((int) limits.connectMax().toMillis()); // the next call sees it
    }
  }

  private void drop(IOException why) {
    SendLink old = link;
    link = null;
    if (old != null) {
      host++;
      old.fail(why);
      old.drop((int) limits.connectMax().toMillis());
    }
  }

  /** Ends it; what is not confirmed fails. */
  @Override
  public void close() {
    closed = true;
    looks.close();
    watchdog.remove(limit);
    SendLink open = link;
    if (open != null) {
      open.drop((int) limits.connectMax().toMillis());
      open.fail(new IOException("this node has left RabbitMQ"));
    }
  }
}
