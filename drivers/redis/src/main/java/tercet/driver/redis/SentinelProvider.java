package tercet.driver.redis;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
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
  private static final System.Logger LOG = System.getLogger(SentinelProvider.class.getName());

  private final Sentinels sentinels;
  private final JedisClientConfig login;
  private final ConnectionPoolConfig limits;
  private final Map<HostAndPort, ConnectionPool> pools = new ConcurrentHashMap<>();
  private final AtomicLong looks = new AtomicLong();
  private volatile Sentinels.Verdict known;

  /** Whether no sentinel knew, the last time. */
  private boolean silent;

  SentinelProvider(Sentinels sentinels, JedisClientConfig login, ConnectionPoolConfig limits) {
    this.sentinels = sentinels;
    this.login = login;
    this.limits = limits;
    this.known = sentinels.master();
  }

  /**
   * The master may be another one. If no sentinel knows, the one that was known stays. Callers that
   * wait for a look of another caller share it.
   */
  void renew() {
    long before = looks.get();
    synchronized (this) {
      if (looks.get() != before) {
        return;
      }
      look();
      looks.incrementAndGet();
    }
  }

  private void look() {
    try {
      Sentinels.Verdict now = sentinels.master();
      // A few that have not heard of an election yet cannot undo it.
      if (now.epoch() >= known.epoch() || now.isOfMost()) {
        known = now;
      }
      silent = false;
    } catch (JedisConnectionException unknown) {
      known = new Sentinels.Verdict(known.master(), known.epoch(), false, false);
      if (!silent) {
        LOG.log(
            System.Logger.Level.WARNING,
            "{0}. The node goes on with {1} and asks them again after each failure.",
            unknown.getMessage(),
            known.master());
      }
      silent = true;
    }
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
    if (known.isDown()) {
      renew();
    }
    Sentinels.Verdict current = known;
    if (current.isDown()) {
      throw new JedisConnectionException("the sentinels take " + current.master() + " for down");
    }
    return pools
        .computeIfAbsent(current.master(), server -> new ConnectionPool(server, login, limits))
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
