package tercet.driver.redis;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPool;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.providers.ConnectionProvider;

/**
 * Connections to the master that sentinels name. It asks them after each failure of a server. The
 * driver's own provider waits for their announcement, which comes a second or more after they know
 * the new master. Safe for threads.
 */
final class SentinelProvider implements ConnectionProvider {
  private final Sentinels sentinels;
  private final JedisClientConfig login;
  private final ConnectionPoolConfig limits;
  private final Map<HostAndPort, ConnectionPool> pools = new ConcurrentHashMap<>();
  private volatile HostAndPort master;

  /** The master, while most sentinels report that it is down. Connecting to it would take long. */
  private volatile @Nullable HostAndPort down;

  SentinelProvider(Sentinels sentinels, JedisClientConfig login, ConnectionPoolConfig limits) {
    this.sentinels = sentinels;
    this.login = login;
    this.limits = limits;
    this.master = sentinels.master(null);
  }

  /** The master may be another one. */
  synchronized void renew() {
    master = sentinels.master(master);
    down = sentinels.takeForDown(master) ? master : null;
  }

  /** The connections to a server; null if it was never the master. */
  @Nullable ConnectionPool pool(HostAndPort server) {
    return pools.get(server);
  }

  /**
   * Connects to the master.
   *
   * @throws JedisConnectionException if it cannot be reached, or most sentinels take it for down
   */
  @Override
  public Connection getConnection() {
    if (master.equals(down)) {
      renew();
    }
    HostAndPort current = master;
    if (current.equals(down)) {
      throw new JedisConnectionException("the sentinels take " + current + " for down");
    }
    return pools
        .computeIfAbsent(current, server -> new ConnectionPool(server, login, limits))
        .getResource();
  }

  @Override
  public Connection getConnection(CommandArguments command) {
    return getConnection();
  }

  @Override
  public void close() {
    pools.values().forEach(ConnectionPool::close);
  }
}
