package tercet.transport.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BlockedListener;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.MessageProperties;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tercet.runtime.broker.Parcel;
import tercet.runtime.broker.Recipient;
import tercet.runtime.cluster.TimeLimit;
import tercet.runtime.cluster.Watchdog;

/**
 * One connection that sends. After any failure it is closed, and the next call connects to another
 * server. For one thread at a time, except for {@link #close}.
 */
final class Publisher implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Publisher.class.getName());

  /** Not on disk, where the kind of queue leaves a choice. */
  private static final AMQP.BasicProperties PROPERTIES = MessageProperties.MINIMAL_BASIC;

  private final Connections connections;
  private final Topology topology;
  private final RabbitLimits limits;
  private final Counters counters;
  private final Watchdog watchdog;
  private final TimeLimit limit;
  private final Set<String> missing = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean returnedBefore;

  private int host;
  private volatile @Nullable Connection connection;
  private @Nullable Channel channel;
  private volatile Alarm alarm = new Alarm();
  private volatile boolean closed;

  /**
   * @param host the place among the addresses to begin with; any number
   * @param returnedBefore whether it is logged that a message was returned; of all publishers
   */
  Publisher(
      Connections connections,
      Topology topology,
      RabbitLimits limits,
      Counters counters,
      Watchdog watchdog,
      AtomicBoolean returnedBefore,
      int host) {
    this.connections = connections;
    this.topology = topology;
    this.limits = limits;
    this.counters = counters;
    this.watchdog = watchdog;
    this.limit = watchdog.add();
    this.returnedBefore = returnedBefore;
    this.host = host;
  }

  /**
   * Sends messages and waits until all are confirmed.
   *
   * @throws IOException if some may not have been taken; with a sentence for the operator
   */
  void publish(List<Parcel> parcels) throws IOException {
    long end = System.nanoTime() + limits.publishMax().toNanos();
    boolean done = false;
    try {
      Channel to = open();
      alarm.awaitEnd(end);
      write(to, parcels);
      awaitConfirms(to, end);
      makeMissing(to);
      done = true;
    } catch (ShutdownSignalException broken) {
      throw new IOException("RabbitMQ has ended the connection: " + Failures.text(broken), broken);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while RabbitMQ was to confirm messages", e);
    } finally {
      if (!done && !(alarm.isOn() && isOpen())) {
        drop();
      }
    }
  }

  private boolean isOpen() {
    return channel != null && channel.isOpen();
  }

  private Channel open() throws IOException {
    Channel current = channel;
    if (current != null && current.isOpen()) {
      return current;
    }
    drop();
    if (closed) {
      throw new IOException("closed");
    }
    Connections.Opened opened = connections.open("sends", host, limits.answerMax());
    host = opened.host();
    connection = opened.connection();
    alarm = new Alarm();
    opened.connection().addBlockedListener(alarm);
    Channel fresh = Topology.channel(opened.connection());
    fresh.addReturnListener(returned -> missing.add(returned.getRoutingKey()));
    fresh.addReturnListener(returned -> counters.returned.incrementAndGet());
    fresh.confirmSelect();
    channel = fresh;
    return fresh;
  }

  /** A server that reads no more, or is halted, must not hold this thread for ever. */
  private void write(Channel to, List<Parcel> parcels) throws IOException {
    limit.begin(limits.publishMax());
    boolean late = false;
    try {
      for (Parcel parcel : parcels) {
        write(to, parcel);
      }
    } finally {
      late = limit.end();
    }
    if (late) {
      throw new IOException(notInTime());
    }
  }

  private void write(Channel to, Parcel parcel) throws IOException {
    switch (parcel.to()) {
      case Recipient.Shard(var shard) ->
          to.basicPublish("", topology.queue(shard), true, PROPERTIES, parcel.batch());
      case Recipient.Node(String name) ->
          to.basicPublish(topology.nodes(), name, false, PROPERTIES, parcel.batch());
      case Recipient.AllNodes() ->
          to.basicPublish(topology.all(), "", false, PROPERTIES, parcel.batch());
    }
  }

  private void awaitConfirms(Channel to, long end) throws IOException, InterruptedException {
    long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
    try {
      if (!to.waitForConfirms(millis)) {
        counters.refused.incrementAndGet();
        throw new IOException(
            "RabbitMQ has refused a message, most likely because a queue has no leader.");
      }
    } catch (TimeoutException e) {
      throw new IOException(notInTime(), e);
    }
  }

  private String notInTime() {
    return alarm.isOn()
        ? "RabbitMQ is short of %s and takes no messages.".formatted(alarm.reason())
        : "RabbitMQ has not confirmed all messages within " + limits.publishMax() + ".";
  }

  /** A queue that was deleted is made again; its messages are lost, as their senders bear. */
  private void makeMissing(Channel with) throws IOException {
    for (String queue : List.copyOf(missing)) {
      if (returnedBefore.compareAndSet(false, true)) {
        LOG.log(
            System.Logger.Level.ERROR,
            "A message was lost because RabbitMQ has no queue {0}: it was deleted. It is made"
                + " again. From now on such messages are only counted.",
            queue);
      }
      topology.declare(with, queue);
      missing.remove(queue);
    }
  }

  private void drop() {
    Connection old = connection;
    connection = null;
    channel = null;
    alarm.end();
    if (old != null) {
      host++;
      old.abort((int) limits.connectMax().toMillis());
    }
  }

  /** Ends it; a call that is under way fails. */
  @Override
  public void close() {
    closed = true;
    watchdog.remove(limit);
    Connection open = connection;
    if (open != null) {
      open.abort((int) limits.connectMax().toMillis());
    }
    alarm.end();
  }

  /** Whether the server takes no messages on this connection because it is short of something. */
  private final class Alarm implements BlockedListener {
    private final ReentrantLock turn = new ReentrantLock();
    private final Condition changed = turn.newCondition();
    private @Nullable String reason;

    @Override
    public void handleBlocked(String why) {
      turn.lock();
      try {
        if (reason == null) {
          counters.blocked.incrementAndGet();
          counters.blockedNow.incrementAndGet();
          LOG.log(
              System.Logger.Level.WARNING,
              "RabbitMQ takes no messages: {0}. See rabbitmqctl status; it goes on by itself.",
              why);
        }
        reason = why;
      } finally {
        turn.unlock();
      }
    }

    @Override
    public void handleUnblocked() {
      if (end()) {
        LOG.log(System.Logger.Level.INFO, "RabbitMQ is short of nothing any more.");
      }
    }

    /**
     * The connection is gone, or takes messages again.
     *
     * @return whether it took none
     */
    boolean end() {
      turn.lock();
      try {
        boolean wasOn = reason != null;
        if (wasOn) {
          counters.blockedNow.decrementAndGet();
        }
        reason = null;
        changed.signalAll();
        return wasOn;
      } finally {
        turn.unlock();
      }
    }

    boolean isOn() {
      turn.lock();
      try {
        return reason != null;
      } finally {
        turn.unlock();
      }
    }

    String reason() {
      turn.lock();
      try {
        return reason == null ? "nothing" : reason.replaceFirst("^low on ", "");
      } finally {
        turn.unlock();
      }
    }

    void awaitEnd(long end) throws IOException, InterruptedException {
      turn.lock();
      try {
        while (reason != null) {
          long left = end - System.nanoTime();
          if (left <= 0 || closed) {
            throw new IOException(notInTime());
          }
          changed.awaitNanos(left);
        }
      } finally {
        turn.unlock();
      }
    }
  }
}
