package tercet.kernel.transaction;

import java.time.Duration;
import java.time.Instant;
import tercet.kernel.id.TransactionId;
import tercet.kernel.time.Backoff;

/**
 * Times that every protocol keeps.
 *
 * @param messageLifetime a message that would take effect twice if it came twice is ignored once it
 *     is older; it must exceed what the transport usually takes
 * @param clockSkewMax by how much the clocks of two nodes may differ, or one clock jump
 * @param resendFirst how long to wait for an answer before sending again
 * @param resendMax the longest wait between two sends; each wait is twice the one before
 * @param deadlineMax the longest time that a transaction may be undecided, even if a node with a
 *     wrong clock asks for more: its amounts stay set aside for that time
 * @param lossWindow how old a commit may be that a store loses, at the time when the last node
 *     finds it gone, also one that still talked to the replaced server; the longest of all
 *     services. Zero if no store loses confirmed commits. With another one, outcomes are kept until
 *     they are reported and that time has passed; see {@link tercet.kernel.outcome}
 */
public record TransactionSettings(
    Duration messageLifetime,
    Duration clockSkewMax,
    Duration resendFirst,
    Duration resendMax,
    Duration deadlineMax,
    Duration lossWindow) {
  /** No client waits longer for a checkout. */
  private static final Duration DEADLINE_MAX = Duration.ofMinutes(1);

  /** The time that a service may be away before an operator has to look at its transactions. */
  private static final Duration OUTCOMES_KEPT = Duration.ofMinutes(10);

  private static final Instant FOR_EVER = Instant.parse("9999-01-01T00:00:00Z");

  private static final long RETRY_MILLIS_FIRST = 4;
  private static final long RETRY_MILLIS_MAX = 4_096;

  /** With deadlines of up to a minute. */
  public TransactionSettings(
      Duration messageLifetime, Duration clockSkewMax, Duration resendFirst, Duration resendMax) {
    this(messageLifetime, clockSkewMax, resendFirst, resendMax, DEADLINE_MAX, Duration.ZERO);
  }

  /** The same with stores that may lose commits; see {@link #lossWindow}. */
  public TransactionSettings losing(Duration window) {
    return new TransactionSettings(
        messageLifetime, clockSkewMax, resendFirst, resendMax, deadlineMax, window);
  }

  /** The same, for checkouts that may take so long, and a minute at least. */
  public TransactionSettings allowing(Duration deadline) {
    Duration longest = deadline.compareTo(DEADLINE_MAX) > 0 ? deadline : DEADLINE_MAX;
    return new TransactionSettings(
        messageLifetime, clockSkewMax, resendFirst, resendMax, longest, lossWindow);
  }

  /** The deadline of a transaction that begins now, if a client's node asks for another one. */
  public Instant deadline(Instant now, Instant asked) {
    Instant latest = now.plus(deadlineMax);
    return asked.isBefore(latest) ? asked : latest;
  }

  /** When a message that is sent now becomes void, at the latest at the transaction's deadline. */
  public Instant validUntil(Instant now, Instant deadline) {
    Instant expiry = now.plus(messageLifetime);
    return expiry.isBefore(deadline) ? expiry : deadline;
  }

  /** Until when a participant must remember that it is done, if no message is valid after then. */
  public Instant remembered(Instant noneValidAfter) {
    return noneValidAfter.plus(clockSkewMax);
  }

  /**
   * When to send again, at the deadline at the latest if that is still to come: clients are told
   * then.
   *
   * @param sends how often it has been sent, at least 1
   */
  public Instant resendAt(Instant now, Transaction transaction, int sends) {
    return byDeadline(now, resendAt(now, transaction.id(), sends), transaction.deadline());
  }

  /**
   * When to try again while undecided transactions stand in the way: soon at first, later at longer
   * intervals. Each pause is another part of the wait, so that the tries of several transactions
   * are spread.
   *
   * @param tries how often it has been tried, at least 1
   */
  public Instant retryAt(Instant now, Transaction transaction, int tries) {
    long max = Math.min(RETRY_MILLIS_MAX, resendMax.toMillis());
    long longest = Backoff.pause(RETRY_MILLIS_FIRST, max, tries);
    long hash = (transaction.id().value().hashCode() * 31L + tries) * 0x9E3779B97F4A7C15L;
    Instant retryAt = now.plusMillis(1 + Math.floorMod(hash >>> 32, longest));
    return byDeadline(now, retryAt, transaction.deadline());
  }

  /** Whether a store may lose confirmed commits. */
  public boolean mayLose() {
    return lossWindow.isPositive();
  }

  /**
   * The time from which a store cannot lose a commit any more that was made at a given time, and no
   * message with another outcome is valid any more.
   */
  public Instant lastingAt(Instant done) {
    return done.plus(settling());
  }

  private Duration settling() {
    Duration longer = messageLifetime.compareTo(lossWindow) > 0 ? messageLifetime : lossWindow;
    return longer.plus(clockSkewMax);
  }

  /** When participants have reported that lost nothing and can be reached. */
  public Instant afterReports(Instant decided) {
    return decided.plus(settling().multipliedBy(2));
  }

  /** How long a participant remembers at least what it did, once that is agreed on. */
  public Duration outcomesKept() {
    return OUTCOMES_KEPT.plus(settling().multipliedBy(4));
  }

  /** Until when a participant remembers what is agreed on now. */
  public Instant remembersOutcomeUntil(Instant agreed) {
    return remembered(agreed.plus(outcomesKept()));
  }

  /** When a message about an outcome becomes void that is sent now. */
  public Instant outcomeValidUntil(Instant now) {
    return now.plus(messageLifetime);
  }

  /**
   * When a refund's message becomes void that is sent now. Nothing else brings the money back, so
   * it must also be valid for a participant whose clock is ahead.
   */
  public Instant refundValidUntil(Instant now) {
    return now.plus(messageLifetime).plus(clockSkewMax);
  }

  /**
   * Until when a participant without a record of a refund that begins now has certainly not made
   * it. For ever where no store loses a commit.
   */
  public Instant refundRetainUntil(Instant now) {
    return mayLose() ? now.plus(outcomesKept()) : FOR_EVER;
  }

  /**
   * Until when a participant must remember a refund that is repeated no more.
   *
   * @param noneValidAfter no message of it is valid after then
   */
  public Instant remembersRefundUntil(Instant noneValidAfter, Instant now) {
    Instant remembered = remembered(noneValidAfter);
    return mayLose() ? remembersOutcomeUntil(now) : remembered;
  }

  private static Instant byDeadline(Instant now, Instant at, Instant deadline) {
    return now.isBefore(deadline) && deadline.isBefore(at) ? deadline : at;
  }

  /**
   * When to send again: the wait doubles each time, and up to a quarter is added so that
   * transactions do not move in step.
   *
   * @param sends how often it has been sent, at least 1
   */
  public Instant resendAt(Instant now, TransactionId transaction, int sends) {
    long capped = Backoff.pause(resendFirst.toMillis(), resendMax.toMillis(), sends);
    long jitter = Math.floorMod(transaction.value().hashCode() * 31 + sends, capped / 4 + 1);
    return now.plusMillis(capped + jitter);
  }
}
