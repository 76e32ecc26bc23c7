package tercet.runtime.request;

import java.time.Duration;

/**
 * Limits of a node that asks on behalf of clients.
 *
 * @param inFlightMax requests that wait for an answer at once; more are refused before any work
 *     began, so that waiting stays short and memory bounded
 * @param timeout how long a client waits at the most; longer than a checkout's deadline
 * @param deadline of a checkout: by then it is paid or durably aborted
 * @param resendAfter how long to wait for an answer before sending again; at least {@code timeout}
 *     if the transport loses nothing
 * @param messageLifetime a request that arrives later than this after it was sent is ignored
 * @param clockSkewMax by how much the clocks of two nodes may differ, or one clock jump
 * @param idempotencyKeyKept how long an Idempotency-Key is remembered. The same on all nodes
 * @param answersOutliveKeys how much longer than a key its answer is remembered. The same on all
 *     nodes, because a client may use the key at any of them: a request that one node sends late
 *     must not arrive after the answer to another node's request is forgotten
 */
public record RequestSettings(
    int inFlightMax,
    Duration timeout,
    Duration deadline,
    Duration resendAfter,
    Duration messageLifetime,
    Duration clockSkewMax,
    Duration idempotencyKeyKept,
    Duration answersOutliveKeys) {
  /**
   * A step is small. A shard that does not come to it in so many times the patience of a client
   * makes no progress at all.
   */
  private static final int STEP_TIMEOUTS = 10;

  public RequestSettings {
    Duration last = timeout.plus(recentKept(timeout, resendAfter, messageLifetime, clockSkewMax));
    if (answersOutliveKeys.compareTo(last) < 0) {
      throw new IllegalArgumentException(
          "a request that is sent when its key becomes free may need its answer for " + last);
    }
  }

  /** How long the answer to a request must be remembered after it was first sent. */
  public Duration recentKept() {
    return recentKept(timeout, resendAfter, messageLifetime, clockSkewMax);
  }

  /** How long a step of something long may wait for its answer. */
  public Duration stepTimeout() {
    return timeout.multipliedBy(STEP_TIMEOUTS);
  }

  /** After that time a message is void, so a step without an answer is sent again. */
  public Duration stepResendAfter() {
    return messageLifetime.plus(clockSkewMax);
  }

  /** How long the answer to a step must be remembered after the step began. */
  public Duration stepKept() {
    return stepTimeout().plus(stepResendAfter());
  }

  private static Duration recentKept(
      Duration timeout, Duration resendAfter, Duration messageLifetime, Duration clockSkewMax) {
    Duration sending = resendAfter.compareTo(timeout) < 0 ? timeout : Duration.ZERO;
    return sending.plus(messageLifetime).plus(clockSkewMax);
  }
}
