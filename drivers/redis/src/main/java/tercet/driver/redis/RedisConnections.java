package tercet.driver.redis;

import java.time.Duration;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.providers.ClusterConnectionProvider;
import redis.clients.jedis.providers.ConnectionProvider;
import redis.clients.jedis.providers.PooledConnectionProvider;
import redis.clients.jedis.util.JedisClusterCRC16;

/** Connects to the servers that are masters now. Safe for threads. */
public final class RedisConnections implements AutoCloseable {
  /** How often a cluster is asked for its slots while nothing fails. */
  private static final Duration TOPOLOGY_EVERY = Duration.ofSeconds(2);

  private final RedisAddress address;
  private final Sentinels sentinels;
  private final ConnectionProvider provider;

  /**
   * @throws JedisException if no server can be reached
   */
  public RedisConnections(RedisLogin login) {
    this.address = login.address();
    this.sentinels = new Sentinels(address, login.sentinels());
    this.provider =
        switch (address.topology()) {
          case STANDALONE ->
              new PooledConnectionProvider(
                  address.hosts().iterator().next(), login.servers(), login.pool());
          case SENTINEL -> new SentinelProvider(sentinels, login.servers(), login.pool());
          case CLUSTER ->
              new ClusterConnectionProvider(
                  address.hosts(), login.servers(), login.pool(), TOPOLOGY_EVERY);
        };
  }

  public RedisAddress address() {
    return address;
  }

  /** The sentinels. Only for {@link RedisAddress.Topology#SENTINEL}. */
  public Sentinels sentinels() {
    return sentinels;
  }

  /** Whether one master has all keys. */
  public boolean isOne() {
    return address.topology() != RedisAddress.Topology.CLUSTER;
  }

  /**
   * Connects to the master that has a key, as far as this node knows. Closing the connection
   * returns it to the pool.
   *
   * @throws JedisException if it cannot be reached
   */
  public Connection connect(byte[] key) {
    return provider instanceof ClusterConnectionProvider cluster
        ? cluster.getConnectionFromSlot(JedisClusterCRC16.getSlot(key))
        : provider.getConnection();
  }

  /** Closes a connection that must not be used again. */
  public static void discard(Connection connection) {
    try {
      connection.setBroken();
      connection.close();
    } catch (JedisException unreachable) {
      // The pool has tried to open another in its place.
    }
  }

  /** Asks again where the masters are. */
  public void renew() {
    switch (provider) {
      case ClusterConnectionProvider cluster -> cluster.renewSlotCache();
      case SentinelProvider sentinel -> sentinel.renew();
      default -> {} // a server alone stays where it is
    }
  }

  @Override
  public void close() {
    try {
      provider.close();
    } catch (Exception e) {
      throw new JedisException("closing the connections failed", e);
    }
  }
}
