package tercet.store.rocksdb;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The clock that raises the horizon. A record that is dropped because a clock was wrong for a
 * moment cannot be brought back, and the horizon would stay ahead of the corrected clock. So a
 * clock that goes ahead faster than time is believed only when it has stayed there; until then this
 * goes on at the pace of time. Not safe for threads.
 */
final class BelievedClock {
  private static final System.Logger LOG = System.getLogger(BelievedClock.class.getName());

  /** Adjustments of a clock that is well are smaller. */
  private static final Duration UNNOTICED = Duration.ofSeconds(1);

  private final InstantSource clock;
  private final Duration believedAfter;
  private Instant last;
  private long lastNanos = System.nanoTime();
  private boolean leaps;
  private long leapsSinceNanos;

  /**
   * @param last the last believed time; a clock that is ahead of it must stay there, too, because
   *     the store may have been closed since, or the clock may be wrong now
   * @param believedAfter how long a clock must stay where it went to
   */
  BelievedClock(InstantSource clock, Instant last, Duration believedAfter) {
    this.clock = clock;
    this.last = last;
    this.believedAfter = believedAfter;
    if (isLeap(clock.instant(), last)) {
      leap(lastNanos);
    }
  }

  Instant instant() {
    Instant now = clock.instant();
    long nanos = System.nanoTime();
    Instant expected = last.plusNanos(nanos - lastNanos);
    if (!isLeap(now, expected)) {
      leaps = false;
    } else if (!leaps) {
      leap(nanos);
      if (!believedAfter.isZero()) {
        LOG.log(
            System.Logger.Level.WARNING,
            "The clock says {0} where {1} was expected. Nothing is dropped by it unless it stays"
                + " so for {2} s.",
            now,
            expected,
            believedAfter.toSeconds());
      }
    }
    if (leaps && nanos - leapsSinceNanos < believedAfter.toNanos()) {
      return expected;
    }
    leaps = false;
    last = now;
    lastNanos = nanos;
    return now;
  }

  private void leap(long nanos) {
    leaps = true;
    leapsSinceNanos = nanos;
  }

  private static boolean isLeap(Instant now, Instant expected) {
    return now.isAfter(expected.plus(UNNOTICED));
  }
}
