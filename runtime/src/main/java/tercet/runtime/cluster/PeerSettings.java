package tercet.runtime.cluster;

import java.time.Duration;

/**
 * How a node speaks with its peers.
 *
 * @param queueMax envelopes that wait for one peer; more are dropped, and sent again by whoever
 *     needs an answer
 * @param batchMax envelopes that travel together
 * @param timeout for a batch to be taken; a peer that needs longer is suspected
 * @param probeAfter without a word to a peer that is in use it is asked whether it is there
 * @param probeIdleAfter the same for one that is not in use: nothing was sent to it for as long
 * @param retryMin pause before the first look for a suspected peer; it doubles each time
 * @param retryMax the longest such pause
 * @param pauseMin pause after a peer had no room for an envelope; it doubles while that goes on
 * @param pauseMax the longest such pause
 */
public record PeerSettings(
    int queueMax,
    int batchMax,
    Duration timeout,
    Duration probeAfter,
    Duration probeIdleAfter,
    Duration retryMin,
    Duration retryMax,
    Duration pauseMin,
    Duration pauseMax) {

  /**
   * A peer in use that is gone is noticed within {@code probeAfter} and {@code timeout}, 750 ms. If
   * nothing is sent to it there is no hurry: whatever is sent first finds out within the timeout,
   * and goes elsewhere. Most pairs of nodes have nothing to say to each other, and the cost of
   * asking grows with the square of their number. The timeout leaves room for a pause of the peer's
   * garbage collector. A batch of a thousand takes a few milliseconds to decode, so the first of it
   * does not wait long; the queue holds what comes in such a time and twenty more. A peer that is
   * back is heard within half a second, because checkouts wait for it.
   */
  public static final PeerSettings DEFAULTS =
      new PeerSettings(
          20_000,
          1_000,
          Duration.ofMillis(500),
          Duration.ofMillis(250),
          Duration.ofSeconds(5),
          Duration.ofMillis(50),
          Duration.ofMillis(500),
          Duration.ofMillis(1),
          Duration.ofMillis(64));

  public PeerSettings {
    if (queueMax < 1 || batchMax < 1) {
      throw new IllegalArgumentException("a queue and a batch must have room for one envelope");
    }
    for (Duration duration :
        new Duration[] {timeout, probeAfter, probeIdleAfter, retryMin, pauseMin}) {
      if (!duration.isPositive()) {
        throw new IllegalArgumentException("not a time to wait: " + duration);
      }
    }
    if (retryMax.compareTo(retryMin) < 0 || pauseMax.compareTo(pauseMin) < 0) {
      throw new IllegalArgumentException("the longest pause is shorter than the first");
    }
  }
}
