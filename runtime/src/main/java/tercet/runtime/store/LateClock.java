package tercet.runtime.store;

import java.time.Duration;
import java.time.Instant;

/**
 * Tells a person that the clock of this node is behind the expiry horizon of its store: the shop is
 * safe, but its clients wait for nothing. For one thread, which looks periodically.
 */
public final class LateClock {
  private static final System.Logger LOG = System.getLogger(LateClock.class.getName());
  private static final long LOG_EVERY_NANOS = Duration.ofSeconds(10).toNanos();

  /** Clocks that are well differ by less. */
  private static final Duration UNNOTICED = Duration.ofSeconds(1);

  private long loggedAt = System.nanoTime() - LOG_EVERY_NANOS;

  /**
   * Logs it, unless it is little or was logged a moment ago.
   *
   * @param horizon of the store
   * @param now by the clock of this node
   */
  public void look(Instant horizon, Instant now) {
    boolean isLate = horizon.isAfter(now.plus(UNNOTICED));
    if (isLate && System.nanoTime() - loggedAt >= LOG_EVERY_NANOS) {
      loggedAt = System.nanoTime();
      LOG.log(System.Logger.Level.WARNING, sentence(horizon, now));
    }
  }

  static String sentence(Instant horizon, Instant now) {
    return """
    The clock of this node says %s, but its store has seen %s. Decisions are made as of that time, \
    so requests are void when they arrive, and clients get 503. Nothing is lost. Set the clock \
    right (NTP); docs/operate/damage.md says what to do if it was wrong before and is right now.\
    """
        .formatted(now, horizon);
  }
}
