package tercet.store.redis;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import tercet.runtime.store.Store;
import tercet.testing.contract.ExpiryProcess;
import tercet.testing.contract.HurryingClock;
import tercet.testing.contract.StoreKills;
import tercet.testing.contract.StoreUnderTest;
import tercet.testing.testbed.server.JavaProcess;
import tercet.testing.testbed.server.SharedRedis;

/** A node that drops expired records is killed, or stands still while another one drops it. */
@Tag("slow")
final class HorizonKillTest implements StoreKills {
  private static final Duration NEVER = Duration.ofHours(1);

  private final String prefix = TestSettings.prefix();

  @Override
  public Process start(HurryingClock clock, List<String> arguments) throws IOException {
    List<String> all = new ArrayList<>();
    all.add(SharedRedis.alone().url());
    all.add(prefix);
    all.add(Long.toString(clock.beganMillis()));
    all.addAll(arguments);
    return JavaProcess.of(Node.class, all).start();
  }

  @Override
  public Store openHere(HurryingClock clock, boolean dropping) {
    RedisSettings settings = TestSettings.settings(SharedRedis.alone().url(), prefix, 0);
    RedisLimits limits = settings.limits();
    return RedisStore.open(
        settings.withLimits(dropping ? limits : limits.withExpireEvery(NEVER)),
        StoreUnderTest.SHARDS.count(),
        clock);
  }

  @Override
  public boolean isShared() {
    return true;
  }

  /** Usage: {@code Node <url> <prefix> <beginning of the clock> ...}. */
  static final class Node {
    private Node() {}

    public static void main(String[] arguments) throws IOException {
      HurryingClock clock = new HurryingClock(Long.parseLong(arguments[2]));
      RedisSettings settings = TestSettings.settings(arguments[0], arguments[1], 0);
      List<String> all = List.of(arguments);
      try (Store store = RedisStore.open(settings, StoreUnderTest.SHARDS.count(), clock)) {
        ExpiryProcess.run(store, clock, all.subList(3, all.size()));
      }
    }
  }
}
