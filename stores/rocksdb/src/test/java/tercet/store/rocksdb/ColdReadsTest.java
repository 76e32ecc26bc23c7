package tercet.store.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cost of reading a record that is in no cache. */
final class ColdReadsTest {
  private static final Path COUNTERS = Path.of("/proc/self/io");
  private static final int ACCOUNTS = 1_200_000;
  private static final int STEP = 20_000;
  private static final int READS = 1_000;
  private static final long BYTES_PER_READ_MAX = 32 << 10;

  @TempDir Path folder;

  private RocksDbStore open() {
    RocksDbSettings usual = RocksDbSettings.defaults();
    RocksDbSettings small =
        new RocksDbSettings(
            usual.checkpointBytes(),
            200_000,
            Duration.ofMinutes(1),
            1 << 20,
            usual.blockCacheBytes(),
            usual.dailyPassEvery(),
            usual.leapBelievedAfter());
    return RocksDbStore.open(folder, 1, small, InstantSource.system());
  }

  @Test
  void aColdReadReadsFewBlocks() throws IOException {
    assumeTrue(Files.exists(COUNTERS), "only Linux counts what a process reads");
    try (RocksDbStore store = open()) {
      for (int from = 0; from < ACCOUNTS; from += STEP) {
        Accounts.commitTogether(store, from, from + STEP);
      }
    }
    Random random = new Random(1);
    try (RocksDbStore store = open()) {
      for (int warm = 0; warm < READS; warm++) {
        assertTrue(Accounts.has(store, random.nextInt(ACCOUNTS)));
      }
      long before = bytesRead();
      for (int read = 0; read < READS; read++) {
        assertTrue(Accounts.has(store, random.nextInt(ACCOUNTS)));
      }
      long each = (bytesRead() - before) / READS;
      assertTrue(each <= BYTES_PER_READ_MAX, each + " bytes were read for each record");
      assertEquals(0, store.statistics().damagedReads());
    }
  }

  private static long bytesRead() throws IOException {
    return Files.readAllLines(COUNTERS).stream()
        .filter(line -> line.startsWith("rchar: "))
        .mapToLong(line -> Long.parseLong(line.substring("rchar: ".length())))
        .findFirst()
        .orElseThrow();
  }
}
