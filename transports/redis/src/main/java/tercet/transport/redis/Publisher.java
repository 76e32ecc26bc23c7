package tercet.transport.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.JedisClusterCRC16;
import tercet.driver.redis.RedisConnections;
import tercet.driver.redis.Replies;
import tercet.runtime.broker.Parcel;
import tercet.runtime.broker.Recipient;

/** Adds messages to streams and sends them to channels, all servers at once. Safe for threads. */
final class Publisher {
  /** A stream that no node reads loses older messages: five times a message's life. */
  private static final long KEPT_MILLIS = 10_000;

  private static final byte[] MINID = "MINID".getBytes(UTF_8);
  private static final byte[] ABOUT = "~".getBytes(UTF_8);
  private static final byte[] NEXT_ID = "*".getBytes(UTF_8);
  private static final byte[] FIELD = "b".getBytes(UTF_8);

  private final RedisConnections connections;
  private final StreamNames names;

  /** When the last message was added, by the clock of its server. */
  private volatile long serverMillis;

  Publisher(RedisConnections connections, StreamNames names) {
    this.connections = connections;
    this.names = names;
  }

  /** A connection and what has been sent on it. */
  private static final class Pipeline {
    private final Connection connection;
    private int commands;
    private boolean answered;

    Pipeline(Connection connection) {
      this.connection = connection;
    }

    void send(CommandArguments command) {
      connection.sendCommand(command);
      commands++;
    }

    void close() {
      if (answered) {
        connection.close();
      } else {
        RedisConnections.discard(connection); // replies are under way on it
      }
    }
  }

  /**
   * @throws JedisException if some may not have been taken
   */
  void publish(List<Parcel> parcels) {
    Map<Integer, Pipeline> pipelines = new LinkedHashMap<>();
    try {
      for (Parcel parcel : parcels) {
        byte[] name = names.channel(parcel.to());
        pipelines
            .computeIfAbsent(place(name), place -> new Pipeline(connections.connect(name)))
            .send(command(parcel, name));
      }
      List<JedisException> errors = new ArrayList<>();
      pipelines.values().forEach(pipeline -> answers(pipeline, errors));
      if (!errors.isEmpty()) {
        throw errors.getFirst();
      }
    } catch (JedisException e) {
      connections.renew();
      throw e;
    } finally {
      pipelines.values().forEach(Pipeline::close);
    }
  }

  /** The same for names that are on the same server. */
  private int place(byte[] name) {
    return connections.isOne() ? 0 : JedisClusterCRC16.getSlot(name);
  }

  private CommandArguments command(Parcel parcel, byte[] name) {
    if (!(parcel.to() instanceof Recipient.Shard)) {
      return new CommandArguments(Protocol.Command.SPUBLISH).add(name).add(parcel.batch());
    }
    CommandArguments add = new CommandArguments(Protocol.Command.XADD).add(name);
    long seen = serverMillis;
    if (seen > KEPT_MILLIS) {
      add.add(MINID).add(ABOUT).add(seen - KEPT_MILLIS);
    }
    return add.add(NEXT_ID).add(FIELD).add(parcel.batch());
  }

  private void answers(Pipeline pipeline, List<JedisException> errors) {
    for (Object answer : pipeline.connection.getMany(pipeline.commands)) {
      if (answer instanceof JedisException error) {
        errors.add(error);
      } else if (answer instanceof byte[] id) {
        String text = Replies.text(id);
        serverMillis = Long.parseLong(text.substring(0, text.indexOf('-')));
      }
    }
    pipeline.answered = true;
  }
}
