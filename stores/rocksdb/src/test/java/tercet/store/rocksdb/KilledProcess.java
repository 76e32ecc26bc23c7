package tercet.store.rocksdb;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.testing.contract.RandomHistory;

/**
 * A process that checks the data of its predecessors, then commits from several threads until it is
 * killed. Usage: {@code KilledProcess <data folder> <log> <seed> <bytes between checkpoints>}.
 */
final class KilledProcess {
  static final Shards SHARDS = new Shards(2);

  private static final int THREADS = 2;
  private static final int IDS = 8;
  private static final Duration EXPIRY_MAX = Duration.ofSeconds(8);
  private static final InstantSource CLOCK = () -> Instant.ofEpochMilli(System.currentTimeMillis());

  private KilledProcess() {}

  public static void main(String[] arguments) throws IOException {
    Path log = Path.of(arguments[1]);
    List<RandomHistory> histories = histories(Integer.parseInt(arguments[2]));
    Map<Integer, Instant> begun = CommitLog.replay(log, histories);
    CommitLog lines = new CommitLog(log);
    RocksDbStore store = open(Path.of(arguments[0]), Long.parseLong(arguments[3]));
    lines.settle(store, histories, begun);
    for (int i = 0; i < histories.size(); i++) {
      int number = i;
      Thread.ofPlatform().start(() -> commitForEver(number, histories.get(number), store, lines));
    }
  }

  private static void commitForEver(
      int number, RandomHistory history, RocksDbStore store, CommitLog log) {
    try {
      while (true) {
        Instant now = CLOCK.instant();
        log.begun(number, now);
        history.step(store, now);
        log.ended(number);
      }
    } catch (RuntimeException | AssertionError e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }

  static RocksDbStore open(Path folder, long checkpointBytes) {
    RocksDbSettings settings = RocksDbSettings.defaults().withCheckpointBytes(checkpointBytes);
    return RocksDbStore.open(folder, SHARDS.count(), settings, CLOCK);
  }

  static List<RandomHistory> histories(long seed) {
    List<RandomHistory> histories = new ArrayList<>();
    List<ShardId> all = SHARDS.all();
    int each = all.size() / THREADS;
    for (int i = 0; i < THREADS; i++) {
      List<ShardId> shards = all.subList(i * each, (i + 1) * each);
      long itsSeed = seed * THREADS + i;
      histories.add(new RandomHistory(itsSeed, shards, IDS, EXPIRY_MAX, CLOCK));
    }
    return histories;
  }
}
