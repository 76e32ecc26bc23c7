package tercet.transport.rabbitmq;

import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
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
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  /** A pause of this process longer than that is not RabbitMQ's fault. */
  private static final long COUNTED_NANOS_MAX = 2 * LOOK_EVERY.toNanos();

  private final Connections connections;
  private final Topology topology;
  private final RabbitLimits limits;
  private final Counters counters;
  private final MissingQueues missing;
  private final Watchdog watchdog = new Watchdog();
  private final TimeLimit limit = watchdog.add();
  private final Ticker looks = new Ticker("confirmations", LOOK_EVERY, this::look);

  private int host;
  private volatile @Nullable SendLink link;
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
    this.missing = new MissingQueues(topology, counters);
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
      IOException why =
          switch (broken) {
            case IOException said -> said;
            case ShutdownSignalException ended -> Failures.ended(ended);
            default -> new IOException(broken);
          };
      parcels.forEach(parcel -> parcel.failed(why));
      drop(why);
    }
  }

  private SendLink open() throws IOException {
    SendLink current = link;
    if (current != null && current.isOpen()) {
      return current;
    }
    drop(new IOException("The connection to RabbitMQ has ended."));
    if (closed) {
      throw left();
    }
    SendLink fresh =
        new SendLink(
            connections.open("sends", host, limits.answerMax()),
            topology,
            limits,
            counters,
            missing);
    host = fresh.host();
    link = fresh;
    if (closed) {
      drop(left());
    }
    return fresh;
  }

  private static IOException left() {
    return new IOException("this node has left RabbitMQ");
  }

  /** A server that reads no more, or is halted, must not hold this thread for ever. */
  private void write(SendLink to, List<Parcel> parcels) throws IOException {
    limit.begin(limits.publishMax());
    boolean late = false;
    try {
      for (Parcel parcel : parcels) {
        to.write(parcel, runningNanos.get());
      }
    } finally {
      late = limit.end();
    }
    if (late) {
      throw SendLink.notInTime(limits);
    }
  }

  /** Whether what was sent is confirmed in time. */
  private void look() {
    long now = System.nanoTime();
    long running = runningNanos.addAndGet(Math.min(now - lookedAt, COUNTED_NANOS_MAX));
    lookedAt = now;
    SendLink current = link;
    IOException why = current == null ? null : current.look(running);
    if (current != null && why != null) {
      current.drop(why); // the next call sees it
    }
  }

  private void drop(IOException why) {
    SendLink old = link;
    link = null;
    if (old != null) {
      host++;
      old.drop(why);
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
      open.close();
      open.end(left());
    }
  }
}
