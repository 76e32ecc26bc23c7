package tercet.kernel.balance;

import java.time.Instant;
import tercet.kernel.id.OrderId;

/**
 * One of the places that a user has for reserved orders. It is taken until the time of the
 * reservation, even if that is released earlier: so a message that comes late can reserve nothing
 * beyond the limit. An attempt that was refused gives it back.
 *
 * @param attempt the latest one that took it or made it longer
 * @param since when it was taken; asking again does not change that
 * @param until the first moment at which another order may take it
 */
public record Slot(OrderId order, long attempt, Instant since, Instant until) {
  /** The same until a later time, for another attempt. */
  public Slot with(long another, Instant later) {
    return new Slot(order, another, since, later.isAfter(until) ? later : until);
  }

  /** The same until an earlier time. */
  public Slot endsBy(Instant earlier) {
    return new Slot(order, attempt, since, earlier.isBefore(until) ? earlier : until);
  }
}
