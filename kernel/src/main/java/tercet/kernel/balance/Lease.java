package tercet.kernel.balance;

import java.time.Instant;
import tercet.kernel.id.Amount;
import tercet.kernel.id.OrderId;

/**
 * Pieces of an item that are kept for one order until a time. Nothing has to end it: from that time
 * on the pieces count as free, wherever the item is read.
 *
 * @param quantity the pieces that are kept; they are part of neither the item's amount nor of what
 *     transactions hold
 * @param taken the pieces of it that an undecided checkout of the order holds; they come back here
 *     if it aborts
 * @param until the first moment at which the pieces are free
 * @param attempt the request that made it; {@link #SEVERAL} if more than one relies on it
 */
public record Lease(OrderId order, Amount quantity, Amount taken, Instant until, long attempt) {
  /** Two requests have asked for it, or it is not said which one did. */
  public static final long SEVERAL = 0;

  /** Whether its time is over. */
  boolean isOver(Instant now) {
    return !now.isBefore(until);
  }

  /** The same with other pieces. */
  Lease with(Amount kept, Amount inCheckout) {
    return new Lease(order, kept, inCheckout, until, attempt);
  }
}
