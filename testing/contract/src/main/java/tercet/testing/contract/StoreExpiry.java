package tercet.testing.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tercet.kernel.Key;
import tercet.kernel.Kind;
import tercet.kernel.Stored;
import tercet.kernel.transaction.Tombstone;
import tercet.runtime.store.Commit;
import tercet.runtime.store.Store;

/** What a store may drop, and what a decision is told of it. */
public interface StoreExpiry extends StoreUnderTest {
  /** Of records that expire soon. */
  Duration SOON = Duration.ofMinutes(1);

  /** After this, what expires soon has expired for any store, whatever its margin. */
  Duration LONG = Duration.ofMinutes(10);

  /** Within this a store has dropped what it may drop. */
  Duration PATIENCE = Duration.ofSeconds(60);

  /** A record that passes. */
  Key GUARD = new Key(Kind.PARTICIPATION, SHARD, "guard");

  /**
   * What a decision saw of {@link #GUARD}.
   *
   * @param now the time that it took for the present
   */
  record Seen(@Nullable Stored guard, Instant now, long incarnation) {}

  @Test
  default void decisionThatStandsStillDoesNotMissWhatIsDroppedMeanwhile() {
    MovableClock clock = new MovableClock();
    try (Store store = open(clock)) {
      for (boolean expected : new boolean[] {true, false}) {
        Instant expiry = clock.instant().plus(SOON);
        put(store, GUARD, new Tombstone.Settled(expiry));
        AtomicInteger runs = new AtomicInteger();
        Seen seen =
            store.commit(
                expected ? List.of(GUARD) : List.of(),
                view -> {
                  Instant now = now(clock, view);
                  if (runs.getAndIncrement() == 0) {
                    clock.move(LONG);
                    awaitDrop(store);
                  }
                  return new Commit<>(Map.of(), new Seen(view.get(GUARD), now, 0));
                });
        assertDidNotMiss(expiry, seen);
      }
    }
  }

  @Test
  default void decisionThatThrowsOverWhatIsDroppedMeanwhileRunsAgain() {
    MovableClock clock = new MovableClock();
    Instant expiry = clock.instant().plus(SOON);
    try (Store store = open(clock)) {
      put(store, GUARD, new Tombstone.Settled(expiry));
      AtomicInteger runs = new AtomicInteger();
      Seen seen =
          store.commit(
              List.of(),
              view -> {
                Instant now = now(clock, view);
                if (runs.getAndIncrement() == 0) {
                  clock.move(LONG);
                  awaitDrop(store);
                }
                Stored found = view.get(GUARD);
                if (found == null && now.isBefore(expiry)) {
                  throw new IllegalStateException("never there at this time");
                }
                return new Commit<>(Map.of(), new Seen(found, now, 0));
              });
      assertDidNotMiss(expiry, seen);
    }
  }

  @Test
  default void horizonStaysWhenTheClockIsSetBackAlsoOverReopening() {
    MovableClock clock = new MovableClock();
    Instant expiry = clock.instant().plus(SOON);
    try (Store store = open(clock)) {
      put(store, GUARD, new Tombstone.Settled(expiry));
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
    try (Store store = open(clock)) {
      put(store, GUARD, new Tombstone.Settled(clock.instant().plus(SOON)));
      clock.move(LONG);
      awaitDrop(store);
      assertFalse(horizon(store).isAfter(clock.instant()));
    }
  }

  /** The clock of a start may be wrong: what it drops would be missed once it is right. */
  @Test
  default void clockThatIsAheadAtAStartLosesNothingThatCanBeMissed() {
    MovableClock clock = new MovableClock();
    Instant expiry = clock.instant().plus(SOON);
    try (Store store = open(clock)) {
      put(store, GUARD, new Tombstone.Settled(expiry));
      put(store, new Key(Kind.RECENT_ANSWER, SHARD, "a"), answered("x", expiry));
    }
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
        long incarnation = see(store, clock).incarnation();
        boolean grew = store.guarantees().shared() ? incarnation >= last : incarnation > last;
        assertTrue(grew && incarnation > 0, "after " + last + " comes " + incarnation);
        assertEquals(incarnation, see(store, clock).incarnation());
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
          return get(store, GUARD) == null;
        });
  }

  private static Instant now(MovableClock clock, Store.View view) {
    Instant horizon = view.horizon();
    Instant now = clock.instant();
    return horizon.isAfter(now) ? horizon : now;
  }

  private Seen see(Store store, MovableClock clock) {
    return store.commit(
        List.of(GUARD),
        view ->
            new Commit<>(
                Map.of(), new Seen(view.get(GUARD), now(clock, view), view.incarnation())));
  }

  private Instant horizon(Store store) {
    return store.commit(List.of(), view -> new Commit<>(Map.of(), view.horizon()));
  }

  private static void assertDidNotMiss(Instant expiry, Seen seen) {
    if (seen.now().isBefore(expiry)) {
      assertNotNull(seen.guard(), () -> "missed as of " + seen.now() + ", it expires at " + expiry);
    }
  }
}
