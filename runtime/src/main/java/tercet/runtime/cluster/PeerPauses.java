package tercet.runtime.cluster;

import java.time.Duration;
import java.util.function.LongUnaryOperator;
import tercet.kernel.time.Backoff;

/** Pauses of one peer, each shortened at random, so that many nodes do not return at once. */
final class PeerPauses {
  private final long firstNanos;
  private final long lastNanos;
  private final LongUnaryOperator chance;
  private int tries;

  /**
   * @param chance draws a number from 0 up to, but not including, a bound
   */
  PeerPauses(Duration first, Duration last, LongUnaryOperator chance) {
    this.firstNanos = first.toNanos();
    this.lastNanos = last.toNanos();
    this.chance = chance;
  }

  /** The next pause: half of it at least, all of it at most. */
  long nanos() {
    tries++;
    long pause = Backoff.pause(firstNanos, lastNanos, tries);
    return pause / 2 + chance.applyAsLong(pause / 2 + 1);
  }

  void reset() {
    tries = 0;
  }
}
