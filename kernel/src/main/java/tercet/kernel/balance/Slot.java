package tercet.kernel.balance;

import java.time.Instant;
import tercet.kernel.id.OrderId;

/**
 * One of the places that a user has for reserved orders. It is taken until the time of the
 * reservation, even if that is released earlier: so a message that comes late can reserve nothing
 * beyond the limit. An attempt that was refused gives back only the time that it added.
 *
 * @param attempt the latest one that took it or made it longer
 * @param since when it was taken; asking again does not change that
 * @param until the first moment at which another order may take it
 * @param before its time without the latest attempt; the {@link Instant#EPOCH} if that took it
 */
public record Slot(OrderId order, long attempt, Instant since, Instant until, Instant before) {
  /** A place that an attempt takes. */
  public Slot(OrderId order, long attempt, Instant since, Instant until) {
    this(order, attempt, since, until, Instant.EPOCH);
  }

  /** The same until a later time, for an attempt; one that comes again adds to its own time. */
  public Slot with(long another, Instant later) {
    Instant without = another == attempt ? before : until;
    return new Slot(order, another, since, later.isAfter(until) ? later : until, without);
  }

  /**
   * The same without the time that the latest attempt added.
   *
   * @param least so long it stays taken all the same
   */
  public Slot givenBack(Instant least) {
    Instant left = before.isAfter(least) ? before : least;
    return new Slot(order, attempt, since, left.isBefore(until) ? left : until, before);
  }
}
