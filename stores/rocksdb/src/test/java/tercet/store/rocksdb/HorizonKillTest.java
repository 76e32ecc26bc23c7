package tercet.store.rocksdb;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import tercet.runtime.store.Store;
import tercet.testing.contract.ExpiryProcess;
import tercet.testing.contract.HurryingClock;
import tercet.testing.contract.StoreKills;
import tercet.testing.contract.StoreUnderTest;
import tercet.testing.testbed.server.JavaProcess;

/** A process that drops expired records stands still, or is killed. */
@Tag("slow")
final class HorizonKillTest implements StoreKills {
  @TempDir Path folder;

  @Override
  public Process start(HurryingClock clock, List<String> arguments) throws IOException {
    List<String> all = new ArrayList<>();
    all.add(folder.resolve("data").toString());
    all.add(Long.toString(clock.beganMillis()));
    all.addAll(arguments);
    return JavaProcess.of(Node.class, all).start();
  }

  /** The clock of a store that drops nothing stands still, long ago. */
  @Override
  public Store openHere(HurryingClock clock, boolean sweeping) {
    return open(folder.resolve("data"), sweeping ? clock : InstantSource.fixed(Instant.EPOCH));
  }

  @Override
  public boolean isShared() {
    return false;
  }

  private static Store open(Path data, InstantSource clock) {
    // Each commit wakes the thread that drops.
    RocksDbSettings settings = RocksDbSettings.defaults().believingLeaps().withCheckpointBytes(1);
    return RocksDbStore.open(data, StoreUnderTest.SHARDS.count(), settings, clock);
  }

  /** Usage: {@code Node <folder> <beginning of the clock> ...}. */
  static final class Node {
    private Node() {}

    public static void main(String[] arguments) throws IOException {
      HurryingClock clock = new HurryingClock(Long.parseLong(arguments[1]));
      List<String> all = List.of(arguments);
      try (Store store = open(Path.of(arguments[0]), clock)) {
        ExpiryProcess.run(store, clock, all.subList(2, all.size()));
      }
    }
  }
}
