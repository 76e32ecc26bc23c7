package tercet.transport.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ChannelContinuationTimeoutException;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.MessageProperties;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tercet.runtime.broker.Parcel;
import tercet.runtime.broker.Recipient;

/**
 * A channel that sends to one recipient, and the messages on it that the server has not confirmed.
 * It opens on a thread of its own, and messages wait in it until then.
 *
 * <p>{@link #write} is for one thread, all else is safe for threads.
 */
final class SendChannel {
  /** Not on disk, where the kind of queue leaves a choice. */
  static final AMQP.BasicProperties PROPERTIES = MessageProperties.MINIMAL_BASIC;

  /** While a queue has no leader, each new channel may bring a refusal. */
  private static final long KEPT_NANOS = Duration.ofSeconds(1).toNanos();

  /** A message that was sent, and when. */
  private record Sent(Parcel parcel, long at) {}

  private final Recipient to;
  private final Topology topology;
  private final MissingQueues missing;
  private final Counters counters;
  private final Runnable progress;
  private final long madeAt = System.nanoTime();
  private final ConcurrentNavigableMap<Long, Sent> unconfirmed = new ConcurrentSkipListMap<>();
  private final Queue<Sent> waiting = new ArrayDeque<>();
  private @Nullable Channel open;
  private @Nullable IOException ended;
  private volatile @Nullable Channel made;
  private volatile boolean answered;
  private volatile boolean refused;
  private volatile boolean returned;

  /**
   * @param progress runs when the server has decided on a message; returns at once
   */
  SendChannel(
      Recipient to,
      Topology topology,
      MissingQueues missing,
      Counters counters,
      Runnable progress) {
    this.to = to;
    this.topology = topology;
    this.missing = missing;
    this.counters = counters;
    this.progress = progress;
  }

  /** Begins to open it. Returns at once. */
  void open(Connection connection) {
    Thread.ofVirtual().name("sends-to-" + to).start(() -> run(connection));
  }

  private void run(Connection connection) {
    try {
      Channel channel = Topology.channel(connection);
      made = channel;
      channel.addReturnListener(message -> {
        returned = true;
        answered = true;
        missing.returned(message.getRoutingKey());
      });
      channel.addConfirmListener(this::confirmed, this::refused);
      channel.addShutdownListener(why -> end(Failures.ended(why)));
      if (to instanceof Recipient.Shard(var shard)) {
        missing.makeAgain(channel, topology.queue(shard));
      }
      channel.confirmSelect();
      for (Sent next = next(channel); next != null; next = next(channel)) {
        send(channel, next);
      }
    } catch (IOException | ShutdownSignalException failed) {
      answered = !(failed instanceof ChannelContinuationTimeoutException);
      end(
          failed instanceof RefusedException refusal
              ? refusal
              : new IOException(
                  "RabbitMQ opens no channel to send on: " + Failures.text(failed) + ".", failed));
    }
  }

  /** The next message that waits; after the last one {@link #write} sends itself. */
  private synchronized @Nullable Sent next(Channel channel) {
    Sent next = waiting.poll();
    if (next == null) {
      open = channel;
    }
    return next;
  }

  /** Whether another channel must take its place. */
  boolean isWorn() {
    return returned || hasEnded() || (refused && System.nanoTime() - madeAt > KEPT_NANOS);
  }

  private synchronized boolean hasEnded() {
    return ended != null;
  }

  /**
   * Sends a message, which hears later what became of it.
   *
   * @param at the time, for {@link #oldest}
   * @throws IOException if the connection is broken
   */
  void write(Parcel parcel, long at) throws IOException {
    Sent sent = new Sent(parcel, at);
    Channel channel = openOrAdd(sent);
    if (channel != null) {
      try {
        send(channel, sent);
      } catch (ShutdownSignalException closed) {
        end(Failures.ended(closed));
      }
    }
  }

  private synchronized @Nullable Channel openOrAdd(Sent sent) {
    if (ended != null) {
      sent.parcel().failed(ended);
      return null;
    }
    if (open == null) {
      waiting.add(sent);
    }
    return open;
  }

  private void send(Channel channel, Sent sent) throws IOException {
    unconfirmed.put(channel.getNextPublishSeqNo(), sent);
    answered = false;
    byte[] batch = sent.parcel().batch();
    switch (to) {
      case Recipient.Shard(var shard) ->
          channel.basicPublish("", topology.queue(shard), true, PROPERTIES, batch);
      case Recipient.Node(String name) ->
          channel.basicPublish(topology.nodes(), name, false, PROPERTIES, batch);
      case Recipient.AllNodes() ->
          channel.basicPublish(topology.all(), "", false, PROPERTIES, batch);
    }
    failIfEnded();
  }

  /** It may have ended before this message was known. */
  private synchronized void failIfEnded() {
    if (ended != null) {
      fail(Long.MAX_VALUE, ended);
    }
  }

  private void confirmed(long tag, boolean multiple) {
    tell(tag, multiple, Parcel::taken);
  }

  private void refused(long tag, boolean multiple) {
    refused = true;
    counters.refused.incrementAndGet();
    IOException why =
        new IOException(
            "RabbitMQ has refused a message, most likely because a queue has no leader.");
    tell(tag, multiple, parcel -> parcel.failed(why));
  }

  private void tell(long tag, boolean multiple, Consumer<Parcel> verdict) {
    answered = true;
    progress.run();
    Map<Long, Sent> about =
        multiple ? unconfirmed.headMap(tag, true) : unconfirmed.subMap(tag, true, tag, true);
    about.values().forEach(sent -> verdict.accept(sent.parcel()));
    about.clear();
  }

  /** When the oldest message was sent that is not confirmed; {@link Long#MAX_VALUE} for none. */
  long oldest() {
    Map.Entry<Long, Sent> first = unconfirmed.firstEntry();
    return Math.min(first == null ? Long.MAX_VALUE : first.getValue().at(), oldestWaiting());
  }

  private synchronized long oldestWaiting() {
    Sent first = waiting.peek();
    return first == null ? Long.MAX_VALUE : first.at();
  }

  /** Messages that were sent until then and are not confirmed may not have been taken. */
  synchronized void fail(long until, IOException why) {
    unconfirmed.values().forEach(sent -> failIfUntil(sent, until, why));
    waiting.forEach(sent -> failIfUntil(sent, until, why));
  }

  private static void failIfUntil(Sent sent, long until, IOException why) {
    if (sent.at() <= until) {
      sent.parcel().failed(why);
    }
  }

  /** Takes nothing more. Messages that are not confirmed may not have been taken. */
  synchronized void end(IOException why) {
    if (ended == null) {
      ended = why;
    }
    fail(Long.MAX_VALUE, why);
    unconfirmed.clear();
    waiting.clear();
  }

  /** Whether the server would close it at once, and waits for no queue. */
  boolean isIdle() {
    Channel channel = made;
    return answered || (channel != null && !channel.isOpen());
  }

  /** Closes it. Returns at once. */
  void close() {
    Topology.abandon(made);
  }
}
