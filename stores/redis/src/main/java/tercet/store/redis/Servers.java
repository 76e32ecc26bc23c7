package tercet.store.redis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.DefaultRedisCredentials;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisCredentials;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.providers.ClusterConnectionProvider;
import redis.clients.jedis.providers.ConnectionProvider;
import redis.clients.jedis.providers.PooledConnectionProvider;
import redis.clients.jedis.util.JedisClusterCRC16;

/** Finds the server that has a shard's records now, and connects to it. Safe for threads. */
final class Servers implements AutoCloseable {
  /** How often a cluster is asked where its slots are, though nothing has failed. */
  private static final Duration TOPOLOGY_EVERY = Duration.ofSeconds(2);

  private final RedisSettings settings;
  private final ConnectionProvider provider;
  private final Sentinels sentinels;

  /** The replication id of the server behind each connection. */
  private final Map<Connection, String> known = Collections.synchronizedMap(new WeakHashMap<>());

  /**
   * @throws JedisException if no server can be reached
   */
  Servers(RedisSettings settings) {
    this.settings = settings;
    this.sentinels = new Sentinels(settings.address(), sentinels(settings));
    RedisAddress address = settings.address();
    JedisClientConfig login = login(settings);
    ConnectionPoolConfig pool = pool(settings);
    this.provider =
        switch (address.topology()) {
          case STANDALONE ->
              new PooledConnectionProvider(address.hosts().iterator().next(), login, pool);
          case SENTINEL -> new SentinelProvider(sentinels, login, pool);
          case CLUSTER ->
              new ClusterConnectionProvider(address.hosts(), login, pool, TOPOLOGY_EVERY);
        };
  }

  private static ConnectionPoolConfig pool(RedisSettings settings) {
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setMaxTotal(settings.limits().connections());
    pool.setMaxIdle(settings.limits().connections());
    pool.setMaxWait(settings.limits().answerMax());
    return pool;
  }

  private static JedisClientConfig login(RedisSettings settings) {
    return base(settings)
        .database(settings.address().database())
        .credentialsProvider(credentials(settings))
        .build();
  }

  /** Sentinels have no users in most installations, and the same kind of connection. */
  private static JedisClientConfig sentinels(RedisSettings settings) {
    return base(settings).build();
  }

  private static DefaultJedisClientConfig.Builder base(RedisSettings settings) {
    int answerMillis = Math.toIntExact(settings.limits().answerMax().toMillis());
    return DefaultJedisClientConfig.builder()
        .connectionTimeoutMillis(answerMillis)
        .socketTimeoutMillis(answerMillis)
        .protocol(RedisProtocol.RESP2) // replies of one form only
        .sslOptions(settings.address().tls() ? SslOptions.defaults() : null);
  }

  private static Supplier<RedisCredentials> credentials(RedisSettings settings) {
    return () -> {
      String password = password(settings);
      return new DefaultRedisCredentials(
          settings.address().user(), password.isEmpty() ? null : password);
    };
  }

  private static String password(RedisSettings settings) {
    Path file = settings.passwordFile();
    if (file == null) {
      return settings.password();
    }
    try {
      return Files.readString(file).stripTrailing();
    } catch (IOException e) {
      throw new JedisConnectionException("the password file cannot be read: " + e, e);
    }
  }

  /** Whether all shards are on one server. */
  boolean isOne() {
    return settings.address().topology() != RedisAddress.Topology.CLUSTER;
  }

  /**
   * Connects to the server of a shard.
   *
   * @throws JedisException if it cannot be reached, or is no master
   */
  Link connect(ShardNames shard) {
    Connection connection =
        provider instanceof ClusterConnectionProvider cluster
            ? cluster.getConnectionFromSlot(JedisClusterCRC16.getSlot(shard.prefix()))
            : provider.getConnection();
    try {
      String server = known.get(connection);
      if (server == null) {
        ServerCheck.requireSafe(connection, settings);
        server = ServerFacts.ofMaster(connection);
        known.put(connection, server);
      }
      return new Link(connection, server);
    } catch (JedisException e) {
      connection.setBroken();
      connection.close();
      throw e;
    }
  }

  /**
   * Whether a master is still the master, and so many of its replicas cannot take its place.
   *
   * @param following replicas that do confirm
   * @param missing replicas that do not
   * @param isLong whether they have confirmed nothing for long
   * @throws JedisException if that cannot be told now
   */
  boolean canGoOnWithout(Link link, int following, int missing, boolean isLong) {
    return switch (settings.address().topology()) {
      case STANDALONE -> false; // it is unknown which replica might be promoted
      case SENTINEL -> sentinels.agree(link.connection().getHostAndPort(), missing);
      // One that has never followed this master cannot be elected, nor one that has not heard of it
      // for long. A master that others do not hear of takes no writes meanwhile.
      case CLUSTER ->
          ServerFacts.isContent(link.connection())
              && (isLong || ServerFacts.replicasInCluster(link.connection()) <= following);
    };
  }

  /** Where the servers are may have changed. */
  void renew() {
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
