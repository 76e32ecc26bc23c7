package tercet.runtime.cluster;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Pauses that double, each shortened by chance, so that many who wait do not return at once. */
final class Backoff {
  private final long firstNanos;
  private final long lastNanos;
  private long nextNanos;

  Backoff(Duration first, Duration last) {
    this.firstNanos = first.toNanos();
    this.lastNanos = last.toNanos();
    this.nextNanos = firstNanos;
  }

  /** The next pause: half of it at least, all of it at most. */
  long nanos() {
    long pause = nextNanos;
    nextNanos = Math.min(2 * pause, lastNanos);
    return pause / 2 + ThreadLocalRandom.current().nextLong(pause / 2 + 1);
  }

  void reset() {
    nextNanos = firstNanos;
  }
}
