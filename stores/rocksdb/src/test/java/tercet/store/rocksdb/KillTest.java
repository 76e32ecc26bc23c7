package tercet.store.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tercet.testing.contract.RandomHistory;
import tercet.testing.testbed.server.JavaProcess;

/**
 * Processes are killed again and again at any point, without ever closing the store. Each first
 * checks that all acknowledged commits of its predecessors are there, and no others.
 *
 * <p>Replay one seed, or try more: {@code mvn -pl stores/rocksdb test -Dtest=KillTest
 * -Dtercet.seeds=100..120}.
 */
@Tag("quick")
final class KillTest {
  private static final int KILLS = 5;
  private static final int LOG_BYTES_MAX = 60_000;
  private static final int RECORD_HEADER = 7;
  private static final int KILLED = 128 + 9;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void everythingThatWasAcknowledgedIsFoundAfterEveryKill() throws Exception {
    String[] range = System.getProperty("tercet.seeds", "1..3").split("\\.\\.", 2);
    for (int seed = Integer.parseInt(range[0]); seed <= Integer.parseInt(range[1]); seed++) {
      killAgainAndAgain(seed);
    }
  }

  private void killAgainAndAgain(int seed) throws Exception {
    Random random = new Random(seed);
    Path data = folder.resolve("data-" + seed);
    Path log = folder.resolve("log-" + seed);
    long checkpointBytes = 1_000L << random.nextInt(12);
    for (int kill = 0; kill < KILLS; kill++) {
      Path errors = folder.resolve("errors-" + seed + "-" + kill);
      long size = Files.exists(log) ? Files.size(log) : 0;
      Process process = start(data, log, seed, checkpointBytes, errors);
      awaitSize(log, size + 1 + random.nextInt(LOG_BYTES_MAX), process);
      process.destroyForcibly();
      assertEquals(KILLED, process.waitFor(), () -> "seed " + seed + ": " + read(errors));
      if (random.nextBoolean()) {
        tearLastWrite(data, random);
      }
    }
    List<RandomHistory> histories = KilledProcess.histories(seed);
    Map<Integer, Instant> begun = CommitLog.replay(log, histories);
    try (RocksDbStore store = KilledProcess.open(data, checkpointBytes);
        CommitLog lines = new CommitLog(log)) {
      lines.settle(store, histories, begun);
    }
    try (RocksDbStore store = KilledProcess.open(data, checkpointBytes)) {
      histories.forEach(history -> history.checkAll(store));
    }
  }

  private static Process start(Path data, Path log, int seed, long checkpointBytes, Path errors)
      throws IOException {
    return JavaProcess.of(
            KilledProcess.class,
            List.of(
                data.toString(),
                log.toString(),
                Integer.toString(seed),
                Long.toString(checkpointBytes)))
        .redirectErrorStream(true)
        .redirectOutput(Redirect.to(errors.toFile()))
        .start();
  }

  private static void awaitSize(Path file, long size, Process process) throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (process.isAlive() && (!Files.exists(file) || Files.size(file) < size)) {
      assertTrue(System.nanoTime() < end, "the process does not commit");
      LockSupport.parkNanos(1_000_000);
    }
  }

  /**
   * Appends the beginning of a write to the database's log, as a loss of power may leave an
   * unacknowledged one.
   */
  private static void tearLastWrite(Path data, Random random) throws IOException {
    Optional<Path> last;
    try (Stream<Path> files = Files.list(data.resolve("records"))) {
      last = files.filter(file -> file.toString().endsWith(".log")).max(Comparator.naturalOrder());
    }
    byte[] written = last.isPresent() ? Files.readAllBytes(last.get()) : new byte[0];
    if (written.length > RECORD_HEADER) {
      // Checksum (4), length (2, low byte first), type (1): only a part of the first record.
      int record = RECORD_HEADER + (written[4] & 0xff) + ((written[5] & 0xff) << Byte.SIZE);
      byte[] part = Arrays.copyOf(written, 1 + random.nextInt(record - 1));
      Files.write(last.get(), part, StandardOpenOption.APPEND);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
