package tercet.runtime.request;

import java.time.Instant;
import java.util.function.Supplier;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.id.CommandId;

/**
 * How a node asks shards on behalf of clients: ids, and for how long a message is valid and its
 * answer kept. It reads no clock; every time is the caller's.
 */
public final class RequestRules {
  private final String node;
  private final Supplier<String> ids;
  private final RequestSettings settings;
  private final boolean copiesNothing;

  /**
   * @param node under whose name answers find back; another one after every start, because answers
   *     to what was asked before a crash still come
   * @param ids unique for all time
   * @param copiesNothing whether what is sent arrives once and no more
   */
  public RequestRules(
      String node, Supplier<String> ids, RequestSettings settings, boolean copiesNothing) {
    this.node = node;
    this.ids = ids;
    this.settings = settings;
    this.copiesNothing = copiesNothing;
  }

  String node() {
    return node;
  }

  /**
   * Whether a request that a shard had no room for was certainly not begun. Else there may be a
   * copy of it, which another node began, or the same one when it had room.
   *
   * @param sends how often it was sent
   */
  boolean isCertainlyRefused(int sends) {
    return copiesNothing && sends == 1;
  }

  public RequestSettings settings() {
    return settings;
  }

  /** When a checkout that begins now must be decided. */
  public Instant deadline(Instant now) {
    return now.plus(settings.deadline());
  }

  /** When a checkout with this deadline began. */
  Instant began(Instant deadline) {
    return deadline.minus(settings.deadline());
  }

  /** The right to ask something new. */
  public CommandContext begin(Instant now) {
    return new CommandContext(new CommandId(ids.get(), false), now.plus(settings.recentKept()));
  }

  /**
   * The same right, for a step that begins now and that may wait for {@link
   * RequestSettings#stepTimeout}. The answer is kept as long as the step may be sent again.
   *
   * <p>With an Idempotency-Key it is kept as long as all that goes with the key, and no message is
   * valid for longer. A repetition of the request must find the answers of the first one, or
   * nothing may come of it: a step that took effect again would overwrite what has changed since.
   */
  public CommandContext patient(CommandContext asking, Instant now) {
    Instant until = now.plus(settings.stepKept());
    boolean longer = asking.id().keyed() || asking.retainUntil().isAfter(until);
    return new CommandContext(asking.id(), longer ? asking.retainUntil() : until, true);
  }

  /**
   * The command that claims an Idempotency-Key.
   *
   * @param fresh under which the request runs if the key was never used
   * @param idempotencyKey as the client gave it
   * @param fingerprint the same for the same request, different for different ones
   */
  public Command.Claim claim(
      CommandContext fresh, String idempotencyKey, String fingerprint, Instant now) {
    return new Command.Claim(
        idempotencyKey, fingerprint, fresh.id().value(), now.plus(settings.idempotencyKeyKept()));
  }

  /** The right to ask {@link #claim}. */
  public static CommandContext claiming(CommandContext fresh) {
    return fresh.part("claim");
  }

  /** The right that goes with a claimed key. */
  public CommandContext claimed(Answer.Claimed claimed) {
    // The answer outlives the key: a client that still holds the key must not find it gone.
    return new CommandContext(
        new CommandId(claimed.command(), true),
        claimed.expiresAt().plus(settings.answersOutliveKeys()));
  }

  /**
   * How long an answer must be kept. If nothing is sent again but after a shard was busy, then of
   * one request there is never a second copy, and its answer need not be kept for one.
   */
  Instant retainUntil(CommandContext asking, Instant now) {
    boolean sentOnce = settings.resendAfter().compareTo(settings.timeout()) >= 0;
    return sentOnce && !asking.patient() && !asking.id().keyed()
        ? now.plus(settings.recentKept())
        : asking.retainUntil();
  }

  /** A copy that arrives when the answer may be forgotten would take effect a second time. */
  Instant validUntil(Instant retainUntil, Instant now) {
    Instant lastValid = retainUntil.minus(settings.clockSkewMax());
    Instant lifetime = now.plus(settings.messageLifetime());
    return lifetime.isBefore(lastValid) ? lifetime : lastValid;
  }
}
