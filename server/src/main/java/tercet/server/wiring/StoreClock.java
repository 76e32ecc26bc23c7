package tercet.server.wiring;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import tercet.runtime.store.Commit;
import tercet.runtime.store.Store;

/** Compares the clock of this machine with the latest time that a store has seen. */
final class StoreClock {
  /** More than the clocks of two machines ever differ, and short enough to be waited for. */
  private static final Duration BEHIND_MAX = Duration.ofSeconds(10);

  private StoreClock() {}

  /**
   * Refuses a clock that is far behind: decisions are never made as of a time before the horizon of
   * the store, so the shop would answer nothing for as long.
   *
   * @throws IllegalStateException with a sentence for a person; the store is closed by then
   */
  static void require(Store store, InstantSource clock) {
    Instant horizon =
        Patience.await(
            () -> store.commit(List.of(), view -> new Commit<>(Map.of(), view.horizon())));
    Instant now = clock.instant();
    if (horizon.isAfter(now.plus(BEHIND_MAX))) {
      store.close();
      throw new IllegalStateException(
          ("The clock of this machine says %s, but the data has seen %s: one of the two is wrong."
                  + " Set the clock right, or wait, and start again. If the clock was wrong before"
                  + " and is right now, see docs/operate/damage.md.")
              .formatted(now, horizon));
    }
  }
}
