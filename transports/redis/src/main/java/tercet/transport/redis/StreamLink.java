package tercet.transport.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import tercet.driver.redis.RedisConnections;
import tercet.driver.redis.Replies;

/** The commands of a reader to the server of its streams. For one thread. */
final class StreamLink {
  /** How long a read waits for a message. The next confirmation waits for it, too. */
  private static final int BLOCK_MILLIS = 100;

  /** Messages of a stream that are read at once: more would only wait here. */
  private static final int COUNT = 100;

  private static final byte[] NEW = ">".getBytes(UTF_8);
  private static final byte[] BEGIN = "0-0".getBytes(UTF_8);

  private final RedisConnections connections;
  private final Connection connection;
  private final byte[] consumer;
  private final int answerMillis;

  StreamLink(RedisConnections connections, Connection connection, byte[] consumer) {
    this.connections = connections;
    this.connection = connection;
    this.consumer = consumer;
    this.answerMillis = connection.getSoTimeout();
  }

  /** Takes a message. */
  @FunctionalInterface
  interface Taker {
    void take(ReadStream stream, byte[] id, byte[] batch);
  }

  /** Makes the stream and its group, if they are missing. */
  void makeGroup(ReadStream stream) {
    try {
      ask(
          new CommandArguments(Protocol.Command.XGROUP)
              .add("CREATE")
              .add(stream.name())
              .add(StreamNames.GROUP)
              .add(BEGIN)
              .add("MKSTREAM"));
    } catch (JedisDataException refused) {
      if (!String.valueOf(refused.getMessage()).startsWith("BUSYGROUP")) {
        throw refused;
      }
    }
  }

  /** Waits a moment for messages that no reader has read. */
  void read(List<ReadStream> streams, Taker taker) {
    CommandArguments command =
        new CommandArguments(Protocol.Command.XREADGROUP)
            .add("GROUP")
            .add(StreamNames.GROUP)
            .add(consumer)
            .add("COUNT")
            .add(COUNT)
            .add("BLOCK")
            .add(BLOCK_MILLIS)
            .add("STREAMS");
    Map<String, ReadStream> byName = new HashMap<>();
    streams.forEach(stream -> {
      command.add(stream.name());
      byName.put(Replies.text(stream.name()), stream);
    });
    streams.forEach(stream -> command.add(NEW));
    connection.setSoTimeout(answerMillis + BLOCK_MILLIS);
    Object reply = ask(command);
    connection.setSoTimeout(answerMillis);
    if (reply instanceof List<?> found) {
      for (Object one : found) {
        List<?> named = (List<?>) one;
        ReadStream stream = byName.get(Replies.text(named.get(0)));
        if (stream != null) {
          take((List<?>) named.get(1), stream, taker);
        }
      }
    }
  }

  /**
   * Takes messages that some reader has read and not confirmed for some time, while the stream has
   * room.
   */
  void claim(ReadStream stream, Duration idle, Taker taker) {
    byte[] cursor = BEGIN;
    do {
      List<?> reply =
          (List<?>)
              ask(
                  new CommandArguments(Protocol.Command.XAUTOCLAIM)
                      .add(stream.name())
                      .add(StreamNames.GROUP)
                      .add(consumer)
                      .add(idle.toMillis())
                      .add(cursor)
                      .add("COUNT")
                      .add(COUNT));
      cursor = (byte[]) reply.get(0);
      take((List<?>) reply.get(1), stream, taker);
    } while (!stream.isFull() && !Replies.text(cursor).equals("0-0"));
  }

  private static void take(List<?> messages, ReadStream stream, Taker taker) {
    for (Object message : messages) {
      List<?> parts = (List<?>) message;
      byte[] id = (byte[]) parts.get(0);
      if (parts.get(1) instanceof List<?> fields
          && fields.size() == 2
          && fields.get(1) instanceof byte[] batch
          && !stream.holds(id)) {
        taker.take(stream, id, batch);
      }
    }
  }

  /** Deletes the messages that are decided. */
  void confirm(List<ReadStream> streams) {
    int commands = 0;
    for (ReadStream stream : streams) {
      List<byte[]> ids = stream.decided();
      if (!ids.isEmpty()) {
        CommandArguments confirm =
            new CommandArguments(Protocol.Command.XACK).add(stream.name()).add(StreamNames.GROUP);
        CommandArguments delete = new CommandArguments(Protocol.Command.XDEL).add(stream.name());
        for (byte[] id : ids) {
          confirm.add(id);
          delete.add(id);
        }
        connection.sendCommand(confirm);
        connection.sendCommand(delete);
        commands += 2;
      }
    }
    for (Object reply : connection.getMany(commands)) {
      if (reply instanceof JedisException error) {
        throw error;
      }
    }
  }

  private Object ask(CommandArguments command) {
    connection.sendCommand(command);
    return connection.getOne();
  }

  /** Closes the connection, because the server may be the wrong one. */
  void discard() {
    connections.discard(connection);
  }

  void giveBack() {
    connections.giveBack(connection);
  }
}
