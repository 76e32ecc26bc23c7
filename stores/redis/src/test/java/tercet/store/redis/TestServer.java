package tercet.store.redis;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import tercet.testing.testbed.server.RedisServer;

/** The server that the tests of a run share, each with a prefix of its own; it ends with them. */
final class TestServer {
  private static final AtomicInteger PREFIXES = new AtomicInteger();

  private TestServer() {}

  /** Started when it is first asked for. */
  private static final class Started {
    static final RedisServer SERVER = RedisServer.start(TestServer::say);
  }

  static RedisServer server() {
    return Started.SERVER;
  }

  static void say(String progress) {
    System.out.println(progress);
  }

  /** A prefix that nobody has used. */
  static RedisSettings fresh() {
    return settings(server().url(), "test" + PREFIXES.incrementAndGet(), 0);
  }

  /** Looks for expired records every 50 ms. */
  static RedisSettings settings(String url, String prefix, int replicas) {
    return RedisSettings.of(RedisAddress.parse(url), prefix, replicas)
        .withLimits(
            RedisLimits.defaults().withCachedRecords(10_000).withExpireEvery(Duration.ofMillis(50)));
  }
}
