package tercet.driver.redis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.DefaultRedisCredentials;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisCredentials;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * How to connect to Redis.
 *
 * @param address of the servers
 * @param password of the user; empty for none
 * @param passwordFile holds the password instead, if it is not null; read for each connection
 * @param caFile certificates of those who sign the servers' certificates (PEM); null for those that
 *     Java trusts
 * @param answerMax how long a server may take to answer
 * @param connections to each server at most
 */
public record RedisLogin(
    RedisAddress address,
    String password,
    @Nullable Path passwordFile,
    @Nullable Path caFile,
    Duration answerMax,
    int connections) {

  ConnectionPoolConfig pool() {
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setMaxTotal(2 * connections); // some may be waiting for a server that does not answer
    pool.setMaxIdle(connections);
    pool.setMaxWait(answerMax);
    return pool;
  }

  JedisClientConfig servers() {
    return base().database(address.database()).credentialsProvider(this::credentials).build();
  }

  /** Sentinels have no users in most installations, and the same kind of connection. */
  JedisClientConfig sentinels() {
    return base().build();
  }

  private DefaultJedisClientConfig.Builder base() {
    int answerMillis = Math.toIntExact(answerMax.toMillis());
    return DefaultJedisClientConfig.builder()
        .connectionTimeoutMillis(answerMillis)
        .socketTimeoutMillis(answerMillis)
        .protocol(RedisProtocol.RESP2) // replies of one form only
        .sslOptions(tls());
  }

  /** Certificates and host names are verified. */
  private @Nullable SslOptions tls() {
    if (!address.tls()) {
      return null;
    }
    Path file = caFile;
    return file == null ? SslOptions.defaults() : TrustedCertificates.read(file);
  }

  private RedisCredentials credentials() {
    String current = currentPassword();
    return new DefaultRedisCredentials(address.user(), current.isEmpty() ? null : current);
  }

  private String currentPassword() {
    Path file = passwordFile;
    if (file == null) {
      return password;
    }
    try {
      return Files.readString(file).stripTrailing();
    } catch (IOException e) {
      throw new JedisConnectionException("the password file cannot be read: " + e, e);
    }
  }

  /** Without the password. */
  @Override
  public String toString() {
    return address.toString();
  }
}
