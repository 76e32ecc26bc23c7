package tercet.store.postgres;

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
import tercet.testing.testbed.server.PostgresServer;

/** A node that drops expired records is killed, or stands still while another one drops it. */
@Tag("slow")
final class HorizonKillTest implements StoreKills {
  private static final Duration NEVER = Duration.ofHours(1);

  private final PostgresSettings fresh = TestServer.freshSchema();

  @Override
  public Process start(HurryingClock clock, List<String> arguments) throws IOException {
    List<String> all = new ArrayList<>();
    all.add(fresh.url());
    all.add(fresh.schema());
    all.add(Long.toString(clock.beganMillis()));
    all.addAll(arguments);
    return JavaProcess.of(Node.class, all).start();
  }

  @Override
  public Store openHere(HurryingClock clock, boolean sweeping) {
    PostgresSettings settings =
        TestServer.sweeping(fresh, sweeping ? Duration.ofMillis(50) : NEVER, 100);
    return PostgresStore.open(settings, StoreUnderTest.SHARDS.count(), clock);
  }

  @Override
  public boolean isShared() {
    return true;
  }

  /** Usage: {@code Node <url> <schema> <beginning of the clock> ...}. */
  static final class Node {
    private Node() {}

    public static void main(String[] arguments) throws IOException {
      HurryingClock clock = new HurryingClock(Long.parseLong(arguments[2]));
      PostgresSettings settings =
          TestServer.sweepingOften(
              PostgresSettings.of(arguments[0], PostgresServer.USER, "", arguments[1]), 100);
      List<String> all = List.of(arguments);
      try (Store store = PostgresStore.open(settings, StoreUnderTest.SHARDS.count(), clock)) {
        ExpiryProcess.run(store, clock, all.subList(3, all.size()));
      }
    }
  }
}
