package tercet.store.rocksdb;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.testing.contract.RandomHistory;

/**
 * Commits from several threads while one checkpoint follows the other, records expire and are swept
 * all the time, and the store is opened again and again; against a model.
 *
 * <p>Replay one seed, or try more: {@code mvn -pl stores/rocksdb test -Dtest=CheckpointRaceTest
 * -Dtercet.seeds=100..200}.
 */
final class CheckpointRaceTest {
  private static final Shards SHARDS = new Shards(2);
  private static final int THREADS = 3;
  private static final int OPENED = 4;
  private static final int COMMITS = 250;
  private static final int TIMES_FASTER = 50;
  private static final Duration EXPIRY_MAX = Duration.ofMinutes(5);

  @TempDir Path folder;

  @Test
  void nothingIsLostOrComesBackWhileCheckpointsAndCommitsRace() throws Exception {
    String[] range = System.getProperty("tercet.seeds", "1..6").split("\\.\\.", 2);
    long checkpoints = 0;
    for (int seed = Integer.parseInt(range[0]); seed <= Integer.parseInt(range[1]); seed++) {
      checkpoints += play(seed);
    }
    assertTrue(checkpoints > 0, "no checkpoint was ever made");
  }

  /** Returns how many checkpoints were made. */
  private long play(int seed) throws Exception {
    FastClock clock = new FastClock(TIMES_FASTER);
    List<RandomHistory> histories = histories(seed, clock);
    // From a checkpoint after every commit to one every few hundred.
    RocksDbSettings settings =
        RocksDbSettings.defaults().believingLeaps().withCheckpointBytes(500L << seed % 8);
    long checkpoints = 0;
    for (int opened = 0; opened < OPENED; opened++) {
      Path data = folder.resolve("seed-" + seed);
      try (RocksDbStore store = RocksDbStore.open(data, SHARDS.count(), settings, clock)) {
        histories.forEach(history -> history.checkAll(store));
        commitAtOnce(store, histories);
        histories.forEach(history -> history.checkAll(store));
        checkpoints += store.statistics().checkpoints();
      }
    }
    return checkpoints;
  }

  private static List<RandomHistory> histories(int seed, FastClock clock) {
    List<List<ShardId>> shards = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      shards.add(new ArrayList<>());
    }
    List<ShardId> all = SHARDS.all();
    for (int i = 0; i < all.size(); i++) {
      shards.get(i % THREADS).add(all.get(i));
    }
    List<RandomHistory> histories = new ArrayList<>();
    for (List<ShardId> some : shards) {
      long itsSeed = (long) seed * THREADS + histories.size();
      histories.add(new RandomHistory(itsSeed, some, 6, EXPIRY_MAX, clock));
    }
    return histories;
  }

  private static void commitAtOnce(RocksDbStore store, List<RandomHistory> histories)
      throws InterruptedException, ExecutionException {
    try (ExecutorService threads = Executors.newFixedThreadPool(histories.size())) {
      List<Future<?>> running = new ArrayList<>();
      for (RandomHistory history : histories) {
        running.add(
            threads.submit(() -> {
              for (int i = 0; i < COMMITS; i++) {
                history.step(store);
              }
            }));
      }
      for (Future<?> thread : running) {
        thread.get();
      }
    }
  }
}
