package tercet.runtime.cluster;

import java.time.Duration;

/**
 * How a node speaks with its peers.
 *
 * @param queueMax envelopes that wait for one peer; more are dropped; the side that needs an answer
 *     sends again
 * @param batchMax envelopes that travel together
 * @param waitMax time after which an envelope is dropped that could not be sent; shorter than a
 *     message lives
 * @param answerMin in which a batch may always be taken, before a peer is suspected
 * @param answerMax the longest that any peer is given, however slow its answers were of late; see
 *     {@link AnswerTimes}
 * @param probeAfter without a word to a peer that is in use it is asked whether it is there
 * @param probeIdleAfter the same for one that is not in use: nothing was sent to it for as long
 * @param retryMin pause before the first look for a suspected peer; it doubles each time
 * @param retryMax the longest such pause
 * @param pauseMin pause after a peer had no room for most of a batch; it doubles while that goes on
 * @param pauseMax the longest such pause
 * @param clockSkewMax difference of two nodes' clocks from which it is reported
 */
public record PeerSettings(
    int queueMax,
    int batchMax,
    Duration waitMax,
    Duration answerMin,
    Duration answerMax,
    Duration probeAfter,
    Duration probeIdleAfter,
    Duration retryMin,
    Duration retryMax,
    Duration pauseMin,
    Duration pauseMax,
    Duration clockSkewMax) {

  /**
   * A peer in use that hangs is noticed within {@code probeAfter} and {@code answerMin}, 750 ms; on
   * a machine so busy that answers take as long, {@code answerMax} bounds it, which leaves time for
   * another node before the deadline of a checkout. If nothing is sent to it there is no hurry: the
   * first envelope finds out, and goes elsewhere. Most pairs of nodes exchange no messages, and the
   * cost of probes grows with the square of the number of nodes. {@code answerMin} leaves room for
   * a pause of the peer's garbage collector. A batch of a thousand takes a few milliseconds to
   * decode, so the first of it does not wait long; the queue holds what arrives in twenty-one such
   * times. An envelope waits for half of the two seconds that a message lives. A peer that is back
   * is heard within half a second, because checkouts wait for it.
   */
  public static final PeerSettings DEFAULTS =
      new PeerSettings(
          20_000,
          1_000,
          Duration.ofSeconds(1),
          Duration.ofMillis(500),
          Duration.ofSeconds(2),
          Duration.ofMillis(250),
          Duration.ofSeconds(5),
          Duration.ofMillis(50),
          Duration.ofMillis(500),
          Duration.ofMillis(1),
          Duration.ofMillis(64),
          Duration.ofSeconds(1));

  /** The same with another longest wait of an envelope. */
  public PeerSettings withWaitMax(Duration newWaitMax) {
    return new PeerSettings(
        queueMax,
        batchMax,
        newWaitMax,
        answerMin,
        answerMax,
        probeAfter,
        probeIdleAfter,
        retryMin,
        retryMax,
        pauseMin,
        pauseMax,
        clockSkewMax);
  }

  public PeerSettings {
    if (queueMax < 1 || batchMax < 1) {
      throw new IllegalArgumentException("a queue and a batch must have room for one envelope");
    }
    for (Duration duration :
        new Duration[] {waitMax, answerMin, probeAfter, probeIdleAfter, retryMin, pauseMin}) {
      if (!duration.isPositive()) {
        throw new IllegalArgumentException("not a time to wait: " + duration);
      }
    }
    if (answerMax.compareTo(answerMin) < 0) {
      throw new IllegalArgumentException("the longest wait is shorter than the shortest");
    }
    if (retryMax.compareTo(retryMin) < 0 || pauseMax.compareTo(pauseMin) < 0) {
      throw new IllegalArgumentException("the longest pause is shorter than the first");
    }
  }
}
