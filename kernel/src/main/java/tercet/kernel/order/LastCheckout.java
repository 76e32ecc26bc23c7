package tercet.kernel.order;

import java.time.Instant;
import tercet.kernel.command.Refusal;
import tercet.kernel.id.TransactionId;

/** The outcome of the last checkout of an order that is not paid. */
public sealed interface LastCheckout {
  /** See {@link None}. */
  LastCheckout NONE = new None();

  /** No checkout was refused since the order was made or overwritten, as far as is known. */
  record None() implements LastCheckout {}

  /**
   * It was refused, for good; the order can be checked out again.
   *
   * @param at when that was decided
   */
  record Refused(TransactionId transaction, Refusal refusal, Instant at) implements LastCheckout {}
}
