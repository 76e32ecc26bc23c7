package tercet.store.redis;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import tercet.driver.redis.RedisAddress;
import tercet.testing.testbed.server.RedisCluster;
import tercet.testing.testbed.server.RedisSentinels;
import tercet.testing.testbed.server.RedisServer;

/** Servers that the tests of a run share, each with a prefix of its own; they end with them. */
final class TestServer {
  private static final AtomicInteger PREFIXES = new AtomicInteger();

  private TestServer() {}

  /** Started when it is first asked for. */
  private static final class Alone {
    static final RedisServer SERVER = RedisServer.start(TestServer::say);
  }

  /** Started when they are first asked for. */
  private static final class Sentinels {
    static final RedisSentinels SERVERS = RedisSentinels.start(TestServer::say);
  }

  /** Started when they are first asked for. */
  private static final class Clustered {
    static final RedisCluster SERVERS = RedisCluster.start(TestServer::say);
  }

  static RedisServer alone() {
    return Alone.SERVER;
  }

  static RedisSentinels sentinels() {
    return Sentinels.SERVERS;
  }

  static RedisCluster cluster() {
    return Clustered.SERVERS;
  }

  static void say(String progress) {
    System.out.println(progress);
  }

  /** A new prefix. */
  static String prefix() {
    return "test" + PREFIXES.incrementAndGet() + ".";
  }

  /** On one server. */
  static RedisSettings fresh() {
    return settings(alone().url(), prefix(), 0);
  }

  /** Looks for expired records every 50 ms. */
  static RedisSettings settings(String url, String prefix, int replicas) {
    return RedisSettings.of(RedisAddress.parse(url), prefix, replicas)
        .withLimits(
            RedisLimits.defaults()
                .withCachedRecords(10_000)
                .withExpireEvery(Duration.ofMillis(50)));
  }
}
