package tercet.store.redis;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisException;
import tercet.driver.redis.RedisConnections;

/** Finds the server that has a shard's records now, and connects to it. Safe for threads. */
final class Servers implements AutoCloseable {
  private final RedisSettings settings;
  private final RedisConnections connections;

  /** The replication id of the server behind each connection; the server may have a newer one. */
  private final Map<Connection, String> known = Collections.synchronizedMap(new WeakHashMap<>());

  /**
   * @throws JedisException if no server can be reached
   */
  Servers(RedisSettings settings) {
    this.settings = settings;
    this.connections = new RedisConnections(settings.login());
  }

  /** Whether all shards are on one server. */
  boolean isOne() {
    return connections.isOne();
  }

  /**
   * Connects to the server of a shard.
   *
   * @throws JedisException if it cannot be reached, or is no master
   */
  Link connect(ShardNames shard) {
    Connection connection = connections.connect(shard.prefix());
    try {
      String server = known.get(connection);
      if (server == null) {
        ServerCheck.requireSafe(connection, settings);
        server = askId(connection);
      }
      return new Link(this, connections, connection, shard, server);
    } catch (JedisException e) {
      connections.discard(connection);
      throw e;
    }
  }

  /**
   * Asks a master for its replication id, and remembers it.
   *
   * @throws JedisException if it does not answer, or is no master
   */
  String askId(Connection connection) {
    String id = ServerFacts.ofMaster(connection);
    known.put(connection, id);
    return id;
  }

  /**
   * Whether a master is still the master, and its missing replicas cannot take its place.
   *
   * @param following replicas that do confirm
   * @param missing replicas that do not
   * @param isLong whether they have confirmed nothing for long
   * @throws JedisException if that cannot be told now
   */
  boolean canGoOnWithout(Link link, int following, int missing, boolean isLong) {
    return switch (settings.address().topology()) {
      case STANDALONE -> false; // it is unknown which replica might be promoted
      case SENTINEL -> connections.sentinels().agree(link.connection().getHostAndPort(), missing);
      // One that has never followed this master cannot be elected, nor one that has not heard of it
      // for long. A master that others do not hear of takes no writes meanwhile.
      case CLUSTER ->
          ServerFacts.isContent(link.connection())
              && (isLong || ServerFacts.replicasInCluster(link.connection()) <= following);
    };
  }

  /** Where the servers are may have changed. */
  void renew() {
    connections.renew();
  }

  @Override
  public void close() {
    connections.close();
  }
}
