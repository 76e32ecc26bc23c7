package tercet.runtime.cluster;

import java.time.Duration;

/** The minimum of recent samples, kept in two halves so that no list is needed. */
final class WindowedMinimum {
  private final long windowNanos;
  private double current = Double.POSITIVE_INFINITY;
  private double previous = Double.POSITIVE_INFINITY;
  private long currentSince;
  private long firstNanos;
  private long samples;

  /**
   * @param window for which a sample counts at least; at most for two
   */
  WindowedMinimum(Duration window) {
    this.windowNanos = window.toNanos();
  }

  void add(double sample, long nowNanos) {
    if (samples == 0) {
      firstNanos = nowNanos;
      currentSince = nowNanos;
    } else if (nowNanos - currentSince >= windowNanos) {
      previous = current;
      current = Double.POSITIVE_INFINITY;
      currentSince = nowNanos;
    }
    samples++;
    current = Math.min(current, sample);
  }

  boolean isEmpty() {
    return samples == 0;
  }

  /** Whether there are so many samples, and the first is as old. */
  boolean isOlder(Duration age, int count, long nowNanos) {
    return samples >= count && nowNanos - firstNanos >= age.toNanos();
  }

  /** The least sample, or another value if there is none. */
  double or(double without) {
    return isEmpty() ? without : Math.min(current, previous);
  }
}
