package tercet.transport.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.MessageProperties;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import tercet.runtime.broker.Parcel;
import tercet.runtime.broker.Recipient;

/** A connection that sends, and the messages on it that the server has not confirmed. */
final class SendLink {
  /** Not on disk, where the kind of queue leaves a choice. */
  private static final AMQP.BasicProperties PROPERTIES = MessageProperties.MINIMAL_BASIC;

  /** A message that was sent, and when. */
  private record Sent(Parcel parcel, long at) {}

  private final Connection connection;
  private final int host;
  private final Channel channel;
  private final Counters counters;
  private final Alarm alarm;
  private final ConcurrentNavigableMap<Long, Sent> unconfirmed = new ConcurrentSkipListMap<>();
  private volatile boolean refused;

  /**
   * @param opened is closed with it, also if this fails
   * @param missing takes the names of queues that are not there
   */
  SendLink(Connections.Opened opened, Counters counters, Consumer<String> missing)
      throws IOException {
    this.connection = opened.connection();
    this.host = opened.host();
    this.counters = counters;
    this.alarm = new Alarm(counters);
    connection.addBlockedListener(alarm);
    try {
      this.channel = Topology.channel(connection);
      channel.addReturnListener(returned -> {
        counters.returned.incrementAndGet();
        missing.accept(returned.getRoutingKey());
      });
      channel.addConfirmListener(this::confirmed, this::refused);
      channel.addShutdownListener(this::ended);
      channel.confirmSelect();
    } catch (IOException | ShutdownSignalException failed) {
      connection.abort();
      throw failed;
    }
  }

  int host() {
    return host;
  }

  Connection connection() {
    return connection;
  }

  Alarm alarm() {
    return alarm;
  }

  /** Whether messages can be sent on it. */
  boolean isOpen() {
    return channel.isOpen();
  }

  /** Whether the server has refused a message on it: others may be refused for ever. */
  boolean hasRefused() {
    return refused;
  }

  /** Declares on the channel that sends. */
  void declare(Topology topology, String queue) throws IOException {
    topology.declare(channel, queue);
  }

  /**
   * Sends a message, which hears later what became of it.
   *
   * @param at the time, for {@link #oldest}
   */
  void write(Topology topology, Parcel parcel, long at) throws IOException {
    unconfirmed.put(channel.getNextPublishSeqNo(), new Sent(parcel, at));
    switch (parcel.to()) {
      case Recipient.Shard(var shard) -> publish("", topology.queue(shard), true, parcel);
      case Recipient.Node(String name) -> publish(topology.nodes(), name, false, parcel);
      case Recipient.AllNodes() -> publish(topology.all(), "", false, parcel);
    }
  }

  private void publish(String exchange, String key, boolean mandatory, Parcel parcel)
      throws IOException {
    channel.basicPublish(exchange, key, mandatory, PROPERTIES, parcel.batch());
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
    Map<Long, Sent> about =
        multiple ? unconfirmed.headMap(tag, true) : unconfirmed.subMap(tag, true, tag, true);
    about.values().forEach(sent -> verdict.accept(sent.parcel()));
    about.clear();
  }

  private void ended(ShutdownSignalException why) {
    fail(new IOException("RabbitMQ has ended the connection: " + Failures.text(why) + ".", why));
  }

  /** When the oldest message was sent that is not confirmed; {@link Long#MAX_VALUE} for none. */
  long oldest() {
    Map.Entry<Long, Sent> first = unconfirmed.firstEntry();
    return first == null ? Long.MAX_VALUE : first.getValue().at();
  }

  /** The messages that are not confirmed may not have been taken. */
  void fail(IOException why) {
    Map.Entry<Long, Sent> next = unconfirmed.pollFirstEntry();
    while (next != null) {
      next.getValue().parcel().failed(why);
      next = unconfirmed.pollFirstEntry();
    }
  }

  /** Closes it without waiting for the server. */
  void drop(int withinMillis) {
    alarm.end();
    connection.abort(withinMillis);
  }
}
