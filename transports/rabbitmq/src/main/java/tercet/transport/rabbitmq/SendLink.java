package tercet.transport.rabbitmq;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tercet.runtime.broker.Parcel;
import tercet.runtime.broker.Recipient;

/**
 * A connection that sends, with a {@link SendChannel} for each recipient. One thread writes, and
 * one looks at the time; the time is that of the caller, in nanoseconds.
 *
 * <p>A queue that does not answer says nothing about the server. So while messages wait, the
 * connection sends a message that no queue gets, and which the server itself confirms at once.
 */
final class SendLink {
  /** A server confirms sooner, if it has little to do. */
  private static final long PROBE_AFTER_NANOS = Duration.ofMillis(100).toNanos();

  /** Channels that were given up and cannot be closed yet: the server waits for their queues. */
  private static final int STUCK_MAX = 32;

  private static final byte[] NOTHING = {};

  private final Connection connection;
  private final int host;
  private final Topology topology;
  private final RabbitLimits limits;
  private final Counters counters;
  private final MissingQueues missing;
  private final Alarm alarm;
  private final Channel probes;
  private final Map<Recipient, SendChannel> channels = new ConcurrentHashMap<>();
  private final Set<SendChannel> givenUp = ConcurrentHashMap.newKeySet();
  private volatile @Nullable IOException ended;
  private volatile boolean progress;
  private volatile boolean probed;
  private long probedAt;
  private long progressAt;
  private long freeAt;

  /**
   * @param opened is closed with it, also if this fails
   */
  SendLink(
      Connections.Opened opened,
      Topology topology,
      RabbitLimits limits,
      Counters counters,
      MissingQueues missing)
      throws IOException {
    this.connection = opened.connection();
    this.host = opened.host();
    this.topology = topology;
    this.limits = limits;
    this.counters = counters;
    this.missing = missing;
    this.alarm = new Alarm(counters);
    connection.addBlockedListener(alarm);
    try {
      this.probes = Topology.channel(connection);
      probes.addConfirmListener((tag, all) -> probed = false, (tag, all) -> probed = false);
      probes.confirmSelect();
    } catch (IOException | ShutdownSignalException failed) {
      close();
      throw failed;
    }
  }

  int host() {
    return host;
  }

  Alarm alarm() {
    return alarm;
  }

  /** Whether messages can be sent on it. */
  boolean isOpen() {
    return ended == null && connection.isOpen();
  }

  /**
   * Sends a message, which hears later what became of it.
   *
   * @throws IOException if the connection is broken
   */
  void write(Parcel parcel, long now) throws IOException {
    SendChannel channel = channels.get(parcel.to());
    if (channel != null && channel.isWorn()) {
      giveUp(
          parcel.to(),
          channel,
          new IOException("The channel to RabbitMQ is made anew after a refusal."));
      channel = null;
    }
    if (channel == null) {
      channel = new SendChannel(parcel.to(), topology, missing, counters, () -> progress = true);
      channels.put(parcel.to(), channel);
      channel.open(connection);
    }
    channel.write(parcel, now);
    IOException why = ended;
    if (why != null) {
      channel.end(why); // which may have come later than the others' end
    }
  }

  private void giveUp(Recipient to, SendChannel channel, IOException why) {
    givenUp.add(channel);
    channels.remove(to, channel);
    channel.end(why);
  }

  /**
   * Fails what is not confirmed in time.
   *
   * @return why the connection is to be dropped; null if it works
   */
  @Nullable IOException look(long now) {
    if (ended != null) {
      return null;
    }
    long late = now - limits.publishMax().toNanos();
    IOException why = alarm.isOn() ? new IOException(alarm.sentence()) : notInTime(limits);
    long oldest = Long.MAX_VALUE;
    for (SendChannel channel : channels.values()) {
      long since = channel.oldest();
      oldest = Math.min(oldest, since);
      if (since <= late) {
        channel.fail(late, why);
      }
    }
    if (alarm.isOn()) {
      freeAt = now; // what was late until then is not late because of a queue
      return null;
    }
    if (progress) {
      progress = false;
      progressAt = now;
    }
    probe(now, oldest);
    boolean halted = probed && now - Math.max(probedAt, freeAt) >= limits.answerMax().toNanos();
    return halted || !giveUpStuck(now) ? why : null;
  }

  static IOException notInTime(RabbitLimits limits) {
    return new IOException(
        "RabbitMQ has not confirmed all messages within " + limits.publishMax() + ".");
  }

  /** Asks the server whether it works. */
  private void probe(long now, long oldest) {
    if (probed || oldest == Long.MAX_VALUE || now - oldest < PROBE_AFTER_NANOS) {
      return;
    }
    probedAt = now;
    probed = true;
    Thread.ofVirtual()
        .name("probes-rabbitmq")
        .start(() -> { // a write may wait
          try {
            probes.basicPublish("", "", SendChannel.PROPERTIES, NOTHING);
          } catch (IOException | ShutdownSignalException broken) {
            // which the next message meets, too
          }
        });
  }

  /**
   * Gives up channels whose queues confirm nothing.
   *
   * @return false if another server may be better: none confirms anything here, or too many do not
   */
  private boolean giveUpStuck(long now) {
    givenUp.stream().filter(SendChannel::isIdle).forEach(this::close);
    long limit = now - limits.stuckMax().toNanos();
    for (Map.Entry<Recipient, SendChannel> entry : channels.entrySet()) {
      long since = Math.max(entry.getValue().oldest(), freeAt);
      if (since <= limit) {
        if (progressAt < since || givenUp.size() >= STUCK_MAX) {
          return false;
        }
        counters.stuck.incrementAndGet();
        giveUp(entry.getKey(), entry.getValue(), notInTime(limits));
      }
    }
    return true;
  }

  private void close(SendChannel channel) {
    givenUp.remove(channel);
    channel.close();
  }

  /** The messages that are not confirmed may not have been taken. */
  void end(IOException why) {
    ended = why;
    alarm.end();
    channels.values().forEach(channel -> channel.end(why));
  }

  /** Closes it; waits for the server for that time at most. */
  void close() {
    connection.abort((int) limits.connectMax().toMillis());
  }

  /** Closes it without waiting for the server. */
  void drop(IOException why) {
    end(why);
    Thread.ofVirtual().name("leaves-rabbitmq").start(this::close);
  }
}
