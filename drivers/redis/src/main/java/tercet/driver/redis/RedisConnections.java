package tercet.driver.redis;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPool;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClusterInfoCache;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.providers.ClusterConnectionProvider;
import redis.clients.jedis.providers.ConnectionProvider;
import redis.clients.jedis.providers.PooledConnectionProvider;
import redis.clients.jedis.util.JedisClusterCRC16;

/** Connects to the servers that are masters now. Safe for threads. */
public final class RedisConnections implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(RedisConnections.class.getName());

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
   * Connects to the master that has a key, as far as this node knows. {@link #giveBack} returns the
   * connection to the pool.
   *
   * @throws JedisException if it cannot be reached
   */
  public Connection connect(byte[] key) {
    return provider instanceof ClusterConnectionProvider cluster
        ? cluster.getConnectionFromSlot(JedisClusterCRC16.getSlot(key))
        : provider.getConnection();
  }

  /**
   * Returns a connection that is no longer used. If it is broken, the idle ones to the same server
   * are closed, too: a server that has restarted has lost them all, and each would fail once.
   */
  public void giveBack(Connection connection) {
    if (connection.isBroken()) {
      closeIdle(connection.getHostAndPort());
      Thread.startVirtualThread(() -> replace(connection));
    } else {
      connection.close();
    }
  }

  /**
   * The pool closes it, and opens another in its place. That may take as long as a server may
   * answer.
   */
  private static void replace(Connection broken) {
    try {
      broken.close();
    } catch (JedisException e) {
      LOG.log(System.Logger.Level.DEBUG, "A connection is opened when it is needed.", e);
    }
  }

  /** Closes a connection that must not be used again, and the idle ones to the same server. */
  public void discard(Connection connection) {
    connection.setBroken();
    giveBack(connection);
  }

  private void closeIdle(HostAndPort server) {
    switch (provider) {
      case ClusterConnectionProvider cluster ->
          clear(cluster.getNodes().get(JedisClusterInfoCache.getNodeKey(server)));
      case SentinelProvider sentinel -> clear(sentinel.pool(server));
      case PooledConnectionProvider alone -> alone.getPool().clear();
      default -> throw new IllegalStateException("unknown: " + provider);
    }
  }

  private static void clear(@Nullable ConnectionPool pool) {
    if (pool != null) {
      pool.clear();
    }
  }

  /**
   * Asks again where the masters are. If that cannot be told now, the node goes on with those that
   * it knows.
   */
  public void renew() {
    switch (provider) {
      case ClusterConnectionProvider cluster -> renew(cluster);
      case SentinelProvider sentinel -> sentinel.renew();
      default -> {} // a server alone stays where it is
    }
  }

  private static void renew(ClusterConnectionProvider cluster) {
    try {
      cluster.renewSlotCache();
    } catch (JedisException e) {
      LOG.log(System.Logger.Level.DEBUG, "The cluster does not say where its slots are.", e);
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
