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

  private final RedisConnections connections;
  private final Connection connection;
  private final String server;

  Link(RedisConnections connections, Connection connection, String server) {
    this.connections = connections;
    this.connection = connection;
    this.server = server;
  }

  /** The replication id of the server. */
  String server() {
    return server;
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
