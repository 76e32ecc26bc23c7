package tercet.runtime.cluster;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import tercet.kernel.time.Backoff;

/** Pauses of one peer, each shortened at random, so that many nodes do not return at once. */
final class PeerPauses {
  private final long firstNanos;
  private final long lastNanos;
  private int tries;

  PeerPauses(Duration first, Duration last) {
    this.firstNanos = first.toNanos();
    this.lastNanos = last.toNanos();
  }

  /** The next pause: half of it at least, all of it at most. */
  long nanos() {
    tries++;
    long pause = Backoff.pause(firstNanos, lastNanos, tries);
    return pause / 2 + ThreadLocalRandom.current().nextLong(pause / 2 + 1);
  }

  void reset() {
    tries = 0;
  }
}
