package tercet.testing.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tercet.kernel.balance.Account;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.runtime.store.Commit;
import tercet.runtime.store.Store;
import tercet.testing.testbed.server.Await;
import tercet.testing.testbed.server.Signals;

/**
 * Records that expire while a process stands still or is killed. The processes are the adapter's;
 * they run {@link ExpiryProcess}.
 */
public interface StoreKills {
  /** Rounds of kills; {@code -Dtercet.expiry.kills=50} is the long form. */
  int KILLS = Integer.getInteger("tercet.expiry.kills", 6);

  /** Of the clock that hurries: more than a command is valid, and all margins. 3.6 s in truth. */
  Duration STOPPED = Duration.ofMinutes(6);

  /**
   * A process that opens the store with a {@link HurryingClock} and runs {@link ExpiryProcess}.
   *
   * @param arguments for it, after those of the adapter
   */
  Process start(HurryingClock clock, List<String> arguments) throws IOException;

  /** Opens the same store here, if it can be shared or no process has it. */
  Store openHere(HurryingClock clock, boolean sweeping);

  /** True if {@link #openHere} works while a process has the store, too. */
  boolean isShared();

  @Test
  default void noDuplicateIsTakenByADecisionThatStoodStill(@TempDir Path folder) throws Exception {
    HurryingClock clock = new HurryingClock(System.currentTimeMillis());
    Path log = folder.resolve("log");
    Process process = start(clock, List.of("stand", log.toString()));
    try {
      Await.until(
          "it stands",
          StoreExpiry.PATIENCE,
          () -> Signals.isStopped(process.pid()) || !process.isAlive());
      Instant since = clock.instant();
      if (isShared()) {
        String command = Files.readString(log).strip();
        try (Store store = openHere(clock, true)) {
          Await.until(
              "another node drops the answer",
              StoreExpiry.PATIENCE,
              () -> get(store, ExpiryProcess.answer(command)) == null);
        }
      }
      Await.until(
          "time goes on", StoreExpiry.PATIENCE, () -> clock.instant().isAfter(since.plus(STOPPED)));
      Signals.send("CONT", process.pid());
      assertTrue(process.waitFor(StoreExpiry.PATIENCE.toSeconds(), TimeUnit.SECONDS));
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals("taken true, again false", output.strip());
    } finally {
      process.destroyForcibly();
    }
    try (Store store = openHere(clock, false)) {
      StoredRecord found = get(store, ExpiryProcess.balance());
      assertTrue(
          found instanceof Account account && account.amount().value() == 1, () -> "" + found);
    }
  }

  @Test
  default void killedProcessHasDroppedNothingBehindItsHorizon(@TempDir Path folder)
      throws Exception {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    HurryingClock clock = new HurryingClock(System.currentTimeMillis());
    int dropped = 0;
    for (int kill = 1; kill <= KILLS; kill++) {
      Path log = folder.resolve("log-" + kill);
      Process process = start(clock, List.of("expire", log.toString()));
      Await.until(
          "it commits", StoreExpiry.PATIENCE, () -> !lines(log).isEmpty() || !process.isAlive());
      Instant until = clock.instant().plusSeconds(random.nextInt(100, 200)); // 1 to 2 s in truth
      Await.until("time goes on", StoreExpiry.PATIENCE, () -> clock.instant().isAfter(until));
      assertTrue(process.isAlive(), "it ended by itself");
      process.destroyForcibly().waitFor();
      try (Store store = openHere(clock, false)) {
        dropped += countDropped(store, lines(log), "seed " + seed + ", kill " + kill);
      }
    }
    assertFalse(dropped == 0, "nothing was ever dropped");
  }

  private static int countDropped(Store store, List<String> lines, String where) {
    int dropped = 0;
    Instant horizon = store.commit(List.of(), view -> new Commit<>(Map.of(), view.horizon()));
    for (String line : lines) {
      String[] words = line.split(" ", -1);
      if (words.length == 2 && get(store, ExpiryProcess.answer(words[0])) == null) {
        Instant expiry = Instant.parse(words[1]);
        assertFalse(
            expiry.isAfter(horizon),
            () -> where + ": what expires at " + expiry + " is gone at " + horizon);
        dropped++;
      }
    }
    return dropped;
  }

  /** Whole lines: the last one may be cut off. */
  private static List<String> lines(Path log) {
    try {
      String text = Files.exists(log) ? Files.readString(log) : "";
      List<String> lines = new ArrayList<>(text.lines().toList());
      if (!text.isEmpty() && !text.endsWith("\n")) {
        lines.removeLast();
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable StoredRecord get(Store store, Key key) {
    record Found(@Nullable StoredRecord stored) {}
    return store
        .commit(List.of(key), view -> new Commit<>(Map.of(), new Found(view.get(key))))
        .stored();
  }
}
