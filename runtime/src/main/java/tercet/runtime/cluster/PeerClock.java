package tercet.runtime.cluster;

import java.time.Duration;

/**
 * How far the clock of a peer is from this node's. Every batch says when it was sent, by the
 * sender's clock. Its travel time makes the difference look larger, so the fastest batch of a while
 * counts, less half of the fastest way there and back (D. Mills, RFC 5905, takes the sample with
 * the lowest delay for the same reason). The rest of the error is less than that half.
 *
 * <p>A difference above the allowed one is logged and shown; nothing is refused for it. Balances do
 * not depend on clocks: a store's horizon guards them. Safe for threads.
 */
final class PeerClock {
  private static final System.Logger LOG = System.getLogger(PeerClock.class.getName());

  /** How long a sample counts, at least; at most twice as long. */
  private static final Duration WINDOW = Duration.ofSeconds(30);

  /** A busy start delays batches, which looks like a peer that is behind; then one waits. */
  private static final Duration SURE_AFTER = Duration.ofSeconds(5);

  private static final int SURE_SAMPLES = 3;
  private static final Duration WARN_EVERY = Duration.ofMinutes(5);
  private static final double NANOS_PER_MILLI = 1e6;

  private final String self;
  private final String peer;
  private final Duration skewMax;
  private final WindowedMinimum difference = new WindowedMinimum(WINDOW);
  private final WindowedMinimum roundTrip = new WindowedMinimum(WINDOW);
  private boolean apart;
  private boolean warned;
  private long warnedNanos;

  /**
   * @param self name of this node
   * @param peer name of the other
   * @param skewMax how far their clocks may differ
   */
  PeerClock(String self, String peer, Duration skewMax) {
    this.self = self;
    this.peer = peer;
    this.skewMax = skewMax;
  }

  /** A batch of this node was answered after that time. */
  synchronized void travelled(Duration roundTripTime, long nowNanos) {
    roundTrip.add(roundTripTime.toNanos() / NANOS_PER_MILLI, nowNanos);
  }

  /**
   * A batch of the peer has arrived.
   *
   * @param sentMillis when it was sent, by the peer's clock
   * @param arrivedMillis when it arrived, by this node's
   * @param nowNanos as {@link System#nanoTime} says
   */
  synchronized void heard(long sentMillis, long arrivedMillis, long nowNanos) {
    difference.add((double) arrivedMillis - sentMillis, nowNanos);
    boolean wasApart = apart;
    apart = Math.abs(skewMillis()) > skewMax.toMillis() && isSure(nowNanos);
    if (apart && (!warned || nowNanos - warnedNanos >= WARN_EVERY.toNanos())) {
      warned = true;
      warnedNanos = nowNanos;
      LOG.log(System.Logger.Level.WARNING, warning());
    } else if (wasApart && !apart) {
      warned = false;
      LOG.log(System.Logger.Level.INFO, "The clocks of {0} and {1} agree again.", peer, self);
    }
  }

  /** That a peer is ahead cannot be a matter of travel; that it is behind can. */
  private boolean isSure(long nowNanos) {
    return skewMillis() > 0 || difference.isOlder(SURE_AFTER, SURE_SAMPLES, nowNanos);
  }

  /** How many milliseconds the peer is ahead; negative if it is behind, 0 if nothing is known. */
  synchronized double skewMillis() {
    return difference.isEmpty() ? 0 : roundTrip.or(0) / 2 - difference.or(0);
  }

  /** Whether the difference is known to be above the allowed one. */
  synchronized boolean isApart() {
    return apart;
  }

  private String warning() {
    double skew = skewMillis();
    return ("The clock of node %s is %.3f s %s that of this node, %s; up to %.3f s are allowed."
            + " Deadlines, validity of requests and kept answers are off by as much; balances are"
            + " not affected. Check that NTP runs on both machines"
            + " (for example: chronyc tracking).")
        .formatted(
            peer,
            Math.abs(skew) / 1_000,
            skew > 0 ? "ahead of" : "behind",
            self,
            skewMax.toMillis() / 1_000.0);
  }
}
