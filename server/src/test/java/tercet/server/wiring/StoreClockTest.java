package tercet.server.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tercet.kernel.command.Answer;
import tercet.kernel.dedupe.DedupeRecord;
import tercet.kernel.id.Amount;
import tercet.kernel.id.CommandId;
import tercet.kernel.id.Key;
import tercet.kernel.id.Service;
import tercet.kernel.id.Shards;
import tercet.runtime.store.Commit;
import tercet.store.rocksdb.RocksDbSettings;
import tercet.store.rocksdb.RocksDbStore;

final class StoreClockTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);

  private final AtomicReference<Instant> time = new AtomicReference<>(NOON);
  private final InstantSource clock = time::get;

  @TempDir Path folder;

  private RocksDbStore open() {
    RocksDbSettings usual = RocksDbSettings.defaults();
    RocksDbSettings believing =
        new RocksDbSettings(
            usual.checkpointBytes(),
            usual.checkpointRecords(),
            usual.checkpointAfter(),
            usual.cacheBytes(),
            usual.blockCacheBytes(),
            usual.dailyPassEvery(),
            Duration.ZERO);
    return RocksDbStore.open(folder.resolve("data"), 1, believing, clock);
  }

  private static Instant horizon(RocksDbStore store) {
    return store.commit(List.of(), view -> new Commit<>(Map.of(), view.horizon()));
  }

  /** Something expires, and is dropped by a clock that is a day ahead. */
  private void dropADayAhead() {
    try (RocksDbStore store = open()) {
      Key key = new CommandId("c", false).answerKey(new Shards(1).of(Service.PAYMENT).getFirst());
      DedupeRecord answered = new DedupeRecord(new Answer.Done(), NOON.plusSeconds(1));
      store.commit(List.of(key), view -> new Commit<>(Map.of(key, answered), Amount.ZERO));
      time.set(NOON.plus(DAY));
      while (horizon(store).isBefore(NOON.plus(DAY).minusSeconds(10))) {
        Thread.onSpinWait();
      }
    }
    time.set(NOON.plusSeconds(60));
  }

  @Test
  void clockFarBehindWhatTheStoreHasSeenIsRefusedWithBothTimes() {
    dropADayAhead();
    RocksDbStore store = open();
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> StoreClock.require(store, clock));
    String sentence = String.valueOf(refused.getMessage());
    assertTrue(sentence.contains("2026-01-01T12:01:00Z"), sentence);
    assertTrue(sentence.contains("2026-01-02T1"), sentence);
    try (RocksDbStore again = open()) { // the refused one is closed
      assertTrue(horizon(again).isAfter(time.get().plus(Duration.ofHours(1))));
    }
  }

  @Test
  void clockThatIsAcceptedIsBelievedFromThenOn() {
    dropADayAhead();
    try (RocksDbStore store = open()) {
      store.lowerHorizon(time.get());
      StoreClock.require(store, clock);
      assertEquals(time.get(), horizon(store));
    }
    try (RocksDbStore again = open()) {
      StoreClock.require(again, clock);
    }
  }
}
