package tercet.transport.rabbitmq;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;

/** The names of a shop at RabbitMQ, and how its queues are made. Safe for threads. */
final class Topology {
  private final RabbitSettings settings;
  private final Shards shards;

  Topology(RabbitSettings settings, Shards shards) {
    this.settings = settings;
    this.shards = shards;
  }

  /** The queue of a shard; a message to it goes through the exchange without a name. */
  String queue(ShardId shard) {
    return queue(shard.service(), shard.index());
  }

  private String queue(Service service, int index) {
    return settings.prefix() + "." + service.name().toLowerCase(Locale.ROOT) + "." + index;
  }

  /** The exchange that brings a message to the node that the routing key names. */
  String nodes() {
    return settings.prefix() + ".nodes";
  }

  /** The exchange that brings a message to all nodes. */
  String all() {
    return settings.prefix() + ".all";
  }

  /**
   * Makes what is missing.
   *
   * @throws RefusedException if there is something of that name that is of another kind
   */
  void declare(Connection connection) throws IOException {
    refuseOtherNumberOfShards(connection);
    Channel channel = channel(connection);
    declareExchanges(channel);
    // The last one first: while some are missing, the first of all is, too.
    for (ShardId shard : shards.all().reversed()) {
      declare(channel, queue(shard));
    }
    close(channel);
  }

  private void refuseOtherNumberOfShards(Connection connection) throws IOException {
    int count = shards.count();
    boolean more = exists(connection, queue(Service.ORDER, count));
    boolean fewer =
        exists(connection, queue(Service.ORDER, 0))
            && !exists(connection, queue(Service.ORDER, count - 1));
    if (more || fewer) {
      throw new RefusedException(
          ("RabbitMQ has queues %s.* for %s than the %d shards of this node. Start the node with"
               + " the cluster file of the others. If the shop is to have another number of shards,"
               + " stop all nodes and delete the queues, for example: rabbitmqctl delete_queue %s")
              .formatted(
                  settings.prefix(), more ? "more" : "fewer", count, queue(Service.ORDER, 0)));
    }
  }

  private static boolean exists(Connection connection, String queue) throws IOException {
    Channel channel = channel(connection);
    try {
      channel.queueDeclarePassive(queue);
      close(channel);
      return true;
    } catch (IOException e) {
      if (Failures.code(e) == Failures.NOT_FOUND) {
        return false; // which has closed the channel
      }
      throw e;
    }
  }

  /** Makes the exchanges if they are missing. */
  void declareExchanges(Channel channel) throws IOException {
    try {
      channel.exchangeDeclare(nodes(), BuiltinExchangeType.DIRECT, true);
      channel.exchangeDeclare(all(), BuiltinExchangeType.FANOUT, true);
    } catch (IOException e) {
      throw refusal("exchange", nodes() + " or " + all(), e);
    }
  }

  /** Makes the queue of a shard if it is missing. */
  void declare(Channel channel, String queue) throws IOException {
    Map<String, Object> arguments = bounds();
    arguments.put("x-queue-type", "quorum");
    arguments.put("x-quorum-initial-group-size", settings.replicas());
    arguments.put("x-queue-leader-locator", "balanced");
    try {
      channel.queueDeclare(queue, true, false, false, arguments);
    } catch (IOException e) {
      throw refusal("queue", queue, e);
    }
  }

  private Map<String, Object> bounds() {
    Map<String, Object> arguments = new HashMap<>();
    arguments.put("x-message-ttl", settings.lifetime().toMillis());
    arguments.put("x-max-length-bytes", settings.limits().queueBytesMax());
    arguments.put("x-overflow", "drop-head");
    return arguments;
  }

  private IOException refusal(String kind, String name, IOException why) {
    if (Failures.code(why) != Failures.PRECONDITION_FAILED) {
      return why;
    }
    return new RefusedException(
        ("RabbitMQ has the %s %s, but of another kind: %s. Choose another --broker-prefix, or stop"
                + " all nodes and delete it, with all that is in it: %s")
            .formatted(
                kind,
                name,
                Failures.text(why),
                kind.equals("queue")
                    ? "rabbitmqctl delete_queue -p '"
                        + settings.address().virtualHost()
                        + "' "
                        + name
                    : "rabbitmqadmin delete exchange name=" + nodes()),
        why);
  }

  /**
   * Makes a queue that only this connection reads and that ends with it, for what comes for a node.
   *
   * @return its name
   */
  String declareForNode(Channel channel, String node) throws IOException {
    String queue = channel.queueDeclare("", false, true, true, bounds()).getQueue();
    channel.queueBind(queue, nodes(), node);
    channel.queueBind(queue, all(), "");
    return queue;
  }

  /** One more channel. */
  static Channel channel(Connection connection) throws IOException {
    try {
      Channel channel = connection.createChannel();
      if (channel == null) {
        throw new IOException("RabbitMQ allows no more channels: raise its channel_max");
      }
      return channel;
    } catch (ShutdownSignalException closed) {
      throw new IOException(closed);
    }
  }

  /** Returns what was read on it and not confirmed to the queue. */
  static void close(Channel channel) throws IOException {
    try {
      channel.close();
    } catch (TimeoutException | ShutdownSignalException e) {
      throw new IOException(e);
    }
  }

  /**
   * The same where the channel may be closed already, or there may be none. Returns at once: the
   * server may wait for a queue in the channel's name, and closes it only then.
   */
  static void abandon(@Nullable Channel channel) {
    if (channel != null) {
      Thread.ofVirtual()
          .name("closes-a-channel")
          .start(() -> {
            try {
              channel.abort();
            } catch (IOException | ShutdownSignalException closed) {
              // which is what is wanted
            }
          });
    }
  }
}
