package tercet.runtime.cluster;

import java.time.Duration;

/**
 * Measures how long the answers of a peer take. From that follows the silence after which the peer
 * is suspected: twice the slowest recent answer, between a floor and a cap.
 *
 * <p>An accrual detector in the sense of N. Hayashibara et al., "The φ accrual failure detector"
 * (SRDS 2004): suspicion depends on what the peer's answers usually take. A maximum that fades
 * stands in for their mean and deviation. Answers come four times a second or a thousand times, so
 * an average over answers would forget a stall within milliseconds; and the delays of a busy
 * machine have a long tail; a normal distribution would take the next stall for a death.
 *
 * <p>Safe for threads.
 */
final class AnswerTimes {
  /** Half-life of the slowest answer. */
  static final Duration HALF_LIFE = Duration.ofSeconds(30);

  private static final int FACTOR = 2;

  /** A limit that was too short, and an answer to the next batch, each within the cap. */
  private static final int SLOW_CAPS = 2;

  private final Duration floor;
  private final Duration cap;
  private double slowestNanos;
  private long asOfNanos;

  /**
   * @param floor of the limit
   * @param cap of the limit
   */
  AnswerTimes(Duration floor, Duration cap) {
    this.floor = floor;
    this.cap = cap;
  }

  /**
   * An answer came.
   *
   * @param took until it was there
   * @param nowNanos as {@link System#nanoTime} says
   */
  synchronized void answered(Duration took, long nowNanos) {
    slowestNanos = Math.max(faded(nowNanos), (double) took.toNanos());
    asOfNanos = nowNanos;
  }

  /**
   * A peer that was suspected for its silence has answered: it was slow, and the limit too short. A
   * silence that is too long for slowness is ignored: the peer stood still, which says nothing
   * about its answers.
   */
  void wasSilent(Duration silence, long nowNanos) {
    if (silence.compareTo(cap.multipliedBy(SLOW_CAPS)) <= 0) {
      answered(silence.compareTo(cap) > 0 ? cap : silence, nowNanos);
    }
  }

  /** How long to wait for an answer before the peer is suspected. */
  synchronized Duration limit(long nowNanos) {
    Duration limit = Duration.ofNanos((long) (FACTOR * faded(nowNanos)));
    if (limit.compareTo(floor) < 0) {
      return floor;
    }
    return limit.compareTo(cap) > 0 ? cap : limit;
  }

  private double faded(long nowNanos) {
    double halfLives = (double) (nowNanos - asOfNanos) / HALF_LIFE.toNanos();
    return slowestNanos * Math.pow(0.5, Math.max(0, halfLives));
  }
}
