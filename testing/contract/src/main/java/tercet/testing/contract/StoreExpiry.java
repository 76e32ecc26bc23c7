package tercet.testing.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tercet.kernel.command.Answer;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.dedupe.DedupeRecord;
import tercet.kernel.dedupe.IdempotencyRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.RecordKind;
import tercet.kernel.transaction.Tombstone;
import tercet.runtime.store.Commit;
import tercet.runtime.store.Store;
import tercet.testing.testbed.server.Await;

/** Which records a store may drop, and the horizon that a decision sees. */
public interface StoreExpiry extends StoreUnderTest {
  /** Of records that expire soon. */
  Duration SOON = Duration.ofMinutes(1);

  /** After this, what expires soon has expired for a store of any margin. */
  Duration LONG = Duration.ofHours(8);

  /** Within this a store has dropped all that it may drop. */
  Duration PATIENCE = Duration.ofSeconds(60);

  /** Records that pass: of a transaction, and of an Idempotency-Key. */
  List<Key> GUARDS =
      List.of(
          new Key(RecordKind.PARTICIPATION, SHARD, "guard"),
          new Key(RecordKind.RECENT_ANSWER, SHARD, "guard"),
          new Key(RecordKind.ANSWER, SHARD, "guard"),
          new Key(RecordKind.CLAIM, SHARD, "guard"));

  /**
   * A guard as a decision saw it.
   *
   * @param now the time that it took for the present
   */
  record Seen(Key key, @Nullable StoredRecord guard, Instant now) {}

  /** A record of a guard's kind. */
  private static StoredRecord guard(Key key, Instant expiry) {
    return switch (key.kind()) {
      case PARTICIPATION -> new Tombstone.Settled(expiry);
      case CLAIM -> new IdempotencyRecord("fingerprint", "command", expiry);
      case ANSWER, RECENT_ANSWER -> new DedupeRecord(new Answer.Created("x"), expiry);
      case ITEM, ACCOUNT, ORDER, TRANSACTION, RULING ->
          throw new IllegalArgumentException("it does not expire: " + key);
    };
  }

  /** Keeps all guards, in a store that is closed again: then they are where they stay. */
  private Instant keepGuards(MovableClock clock) {
    Instant expiry = clock.instant().plus(SOON);
    try (Store store = open(clock)) {
      GUARDS.forEach(key -> put(store, key, guard(key, expiry)));
    }
    return expiry;
  }

  @Test
  default void decisionThatStandsStillDoesNotMissWhatIsDroppedMeanwhile() {
    MovableClock clock = new MovableClock();
    for (boolean expected : new boolean[] {true, false}) {
      Instant expiry = keepGuards(clock);
      try (Store store = open(clock)) {
        AtomicInteger runs = new AtomicInteger();
        List<Seen> seen =
            store.commit(
                expected ? GUARDS : List.of(),
                view -> {
                  Instant now = now(clock, view);
                  if (runs.getAndIncrement() == 0) {
                    clock.move(LONG);
                    awaitDrop(store);
                  }
                  return new Commit<>(Map.of(), seen(view, now));
                });
        assertDidNotMiss(expiry, seen);
      }
    }
  }

  @Test
  default void decisionThatThrowsOverWhatIsDroppedMeanwhileRunsAgain() {
    MovableClock clock = new MovableClock();
    Instant expiry = keepGuards(clock);
    try (Store store = open(clock)) {
      AtomicInteger runs = new AtomicInteger();
      List<Seen> seen =
          store.commit(
              List.of(),
              view -> {
                Instant now = now(clock, view);
                if (runs.getAndIncrement() == 0) {
                  clock.move(LONG);
                  awaitDrop(store);
                }
                List<Seen> found = seen(view, now);
                if (now.isBefore(expiry) && found.stream().anyMatch(one -> one.guard() == null)) {
                  throw new IllegalStateException("never there at this time");
                }
                return new Commit<>(Map.of(), found);
              });
      assertDidNotMiss(expiry, seen);
    }
  }

  @Test
  default void horizonStaysWhenTheClockIsSetBackAlsoOverReopening() {
    MovableClock clock = new MovableClock();
    Instant expiry = keepGuards(clock);
    try (Store store = open(clock)) {
      clock.move(LONG);
      awaitDrop(store);
      clock.move(LONG.negated());
      assertDidNotMiss(expiry, see(store, clock));
    }
    for (int i = 0; i < 2; i++) {
      try (Store store = open(clock)) {
        assertTrue(clock.instant().isBefore(expiry));
        assertDidNotMiss(expiry, see(store, clock));
        clock.move(Duration.ofMillis(1));
      }
    }
  }

  @Test
  default void horizonIsNotAheadOfTheClockThatDropped() {
    MovableClock clock = new MovableClock();
    keepGuards(clock);
    try (Store store = open(clock)) {
      clock.move(LONG);
      awaitDrop(store);
      assertFalse(horizon(store).isAfter(clock.instant()));
    }
  }

  /** The clock of a start may be wrong: records that it drops would be missed once it is right. */
  @Test
  default void clockThatIsAheadAtAStartLosesNothingThatCanBeMissed() {
    MovableClock clock = new MovableClock();
    Instant expiry = keepGuards(clock);
    clock.move(LONG);
    open(clock).close();
    clock.move(LONG.negated());
    try (Store store = open(clock)) {
      assertDidNotMiss(expiry, see(store, clock));
    }
  }

  @Test
  default void incarnationNeverFallsAndTellsOpeningsOfAnOwnedStoreApart() {
    long last = 0;
    for (int i = 0; i < 3; i++) {
      MovableClock clock = new MovableClock();
      try (Store store = open(clock)) {
        long incarnation = incarnation(store);
        boolean grew = store.guarantees().shared() ? incarnation >= last : incarnation > last;
        assertTrue(grew && incarnation > 0, "after " + last + " comes " + incarnation);
        assertEquals(incarnation, incarnation(store));
        last = incarnation;
      }
    }
  }

  private void awaitDrop(Store store) {
    Await.until(
        "what has expired is dropped",
        PATIENCE,
        () -> {
          dropExpired();
          return read(store, GUARDS).values().stream().allMatch(Objects::isNull);
        });
  }

  private static Instant now(MovableClock clock, Store.View view) {
    Instant horizon = view.horizon();
    Instant now = clock.instant();
    return horizon.isAfter(now) ? horizon : now;
  }

  private static List<Seen> seen(Store.View view, Instant now) {
    return GUARDS.stream().map(key -> new Seen(key, view.get(key), now)).toList();
  }

  private List<Seen> see(Store store, MovableClock clock) {
    return store.commit(GUARDS, view -> new Commit<>(Map.of(), seen(view, now(clock, view))));
  }

  private long incarnation(Store store) {
    return store.commit(List.of(), view -> new Commit<>(Map.of(), view.incarnation()));
  }

  private Instant horizon(Store store) {
    return store.commit(List.of(), view -> new Commit<>(Map.of(), view.horizon()));
  }

  private static void assertDidNotMiss(Instant expiry, List<Seen> seen) {
    for (Seen one : seen) {
      if (one.now().isBefore(expiry)) {
        assertNotNull(one.guard(), () -> one + " was missed, it expires at " + expiry);
      }
    }
  }
}
