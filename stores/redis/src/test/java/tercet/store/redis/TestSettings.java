package tercet.store.redis;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import tercet.driver.redis.RedisAddress;
import tercet.testing.testbed.server.SharedRedis;

/** Settings of stores for tests, each with a prefix of its own. */
final class TestSettings {
  private static final AtomicInteger PREFIXES = new AtomicInteger();

  private TestSettings() {}

  /** A new prefix. */
  static String prefix() {
    return "test" + PREFIXES.incrementAndGet() + ".";
  }

  /** On one server. */
  static RedisSettings fresh() {
    return settings(SharedRedis.alone().url(), prefix(), 0);
  }

  /** Looks for expired records every 50 ms. */
  static RedisSettings settings(String url, String prefix, int replicas) {
    return RedisSettings.of(RedisAddress.parse(url), prefix, replicas)
        .withLimits(
            RedisLimits.defaults()
                .withCachedRecords(10_000)
                .withExpireEvery(Duration.ofMillis(50)));
  }

  /** Shows a long step. */
  static void say(String what) {
    System.out.println(what);
  }
}
