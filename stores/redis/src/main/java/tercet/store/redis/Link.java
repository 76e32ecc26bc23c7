package tercet.store.redis;

import java.util.List;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisException;
import tercet.driver.redis.RedisConnections;

/** A connection to the master of a shard. For one thread; closing gives it back. */
final class Link implements AutoCloseable {
  /** The rate of a slow server, for the time that large commands may take. */
  static final int WORDS_PER_MILLI = 50;

  private final Servers servers;
  private final RedisConnections connections;
  private final Connection connection;
  private final String shard;
  private String server;

  Link(
      Servers servers,
      RedisConnections connections,
      Connection connection,
      ShardNames shard,
      String server) {
    this.shard = shard.text();
    this.servers = servers;
    this.connections = connections;
    this.connection = connection;
    this.server = server;
  }

  /**
   * The replication id of the server, as this process learned it last. A server takes another one
   * also while it runs: when its first replica attaches, and when it has had none for an hour.
   */
  String server() {
    return server;
  }

  /**
   * Asks the server for its replication id.
   *
   * @throws JedisException if it does not answer, or is no longer the master
   */
  String askServer() {
    try {
      server = servers.askId(connection);
      return server;
    } catch (JedisException e) {
      discard();
      throw e;
    }
  }

  /**
   * Whether the server has a replication id. It is asked if the known one is another one.
   *
   * @throws JedisException if it does not answer, or is no longer the master
   */
  boolean isOn(String id) {
    return id.equals(server) || id.equals(askServer());
  }

  /** The beginning of the names of the shard. */
  String shard() {
    return shard;
  }

  Connection connection() {
    return connection;
  }

  /**
   * Sends commands together, and waits for their replies.
   *
   * @return for each a reply, or the exception that it caused
   * @throws JedisException if the connection broke
   */
  List<Object> send(List<CommandArguments> commands) {
    int usual = connection.getSoTimeout();
    int words = commands.stream().mapToInt(CommandArguments::size).sum();
    connection.setSoTimeout(usual + words / WORDS_PER_MILLI);
    commands.forEach(connection::sendCommand);
    List<Object> replies = connection.getMany(commands.size());
    connection.setSoTimeout(usual);
    return replies;
  }

  /** Closes the connection, because the server may have ceased to be the master. */
  void discard() {
    connection.setBroken();
  }

  @Override
  public void close() {
    connections.giveBack(connection);
  }
}
