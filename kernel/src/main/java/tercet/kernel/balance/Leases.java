package tercet.kernel.balance;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BiFunction;
import tercet.kernel.id.Amount;
import tercet.kernel.id.OrderId;

/**
 * Pieces that are kept for an order. They are in the item's own record: each commit that takes them
 * or gives them back is one of that record, so none can be lost or counted twice by others that
 * come at the same moment.
 */
public final class Leases {
  /**
   * Orders for which pieces of one item may be kept at once. All are in one record, which each sale
   * writes anew.
   */
  public static final int PER_ITEM_MAX = 1_000;

  /** No lease lasts longer, even if a node with a wrong clock asks for more. */
  private static final Duration LONGEST = Duration.ofDays(1);

  private Leases() {}

  /** When a lease ends that begins now, if a node asks for another time. */
  public static Instant until(Instant asked, Instant now) {
    Instant latest = now.plus(LONGEST);
    return asked.isBefore(latest) ? asked : latest;
  }

  /** Whether an item has room for a lease of an order. */
  public static boolean hasRoom(Item item, OrderId order) {
    return item.leases().size() < PER_ITEM_MAX || item.lease(order) != null;
  }

  /**
   * Keeps pieces for an order; those that it has already count. It keeps the later of both times.
   *
   * @param attempt the request that asks for it
   */
  public static Balance.Change keep(
      Item item, OrderId order, Amount wanted, Instant until, long attempt) {
    Lease own = item.lease(order);
    Amount inCheckout = own == null ? Amount.ZERO : own.taken();
    Amount more = wanted.compareTo(inCheckout) > 0 ? wanted.minus(inCheckout) : Amount.ZERO;
    Item open = item.with(order, null);
    return switch (open.debit(more)) {
      case Balance.Change.Made made -> {
        boolean later = own == null || until.isAfter(own.until());
        Lease kept =
            new Lease(
                order,
                more,
                inCheckout,
                later ? until : own.until(),
                own == null ? attempt : Lease.SEVERAL);
        yield new Balance.Change.Made(open.with(order, kept));
      }
      case Balance.Change.Insufficient none -> none;
      case Balance.Change.Busy undecided -> undecided;
      case Balance.Change.Overflow impossible -> impossible;
    };
  }

  /**
   * Gives back what is kept for an order.
   *
   * @param attempt only if this request alone relies on it; {@link Lease#SEVERAL} in any case
   * @return the same item if nothing is
   */
  public static Item end(Item item, OrderId order, long attempt) {
    Lease own = item.lease(order);
    return own == null || (attempt != Lease.SEVERAL && attempt != own.attempt())
        ? item
        : item.with(order, null);
  }

  /** A balance with the pieces that are kept for an order among those that can be sold. */
  public static Balance opened(Balance balance, OrderId order) {
    return balance instanceof Item item ? item.with(order, null) : balance;
  }

  /**
   * Takes an amount for an order: what is kept for it first.
   *
   * @param change what is done with the amount
   */
  public static Balance.Change take(
      Balance balance,
      OrderId order,
      Amount by,
      BiFunction<Balance, Amount, Balance.Change> change) {
    if (!(balance instanceof Item item)) {
      return change.apply(balance, by);
    }
    Lease own = item.lease(order);
    return own == null
        ? change.apply(balance, by)
        : taken(change.apply(item.with(order, null), by), own, by, item.held());
  }

  private static Balance.Change taken(
      Balance.Change change, Lease own, Amount by, Amount heldBefore) {
    if (!(change instanceof Balance.Change.Made(Item after)) || after.held().equals(heldBefore)) {
      return change; // refused, or taken for good: the rest is free
    }
    Amount used = by.compareTo(own.quantity()) < 0 ? by : own.quantity();
    Lease left = own.with(own.quantity().minus(used), own.taken().plus(used));
    return new Balance.Change.Made(after.with(own.order(), left));
  }

  /**
   * Gives back what an aborted checkout held: the order gets again what was kept for it.
   *
   * @param generation of the balance when it was held
   */
  public static Balance release(Balance balance, OrderId order, Amount by, long generation) {
    Balance released = balance.release(by, generation);
    if (!(released instanceof Item item) || generation != balance.generation()) {
      return released;
    }
    Lease own = item.lease(order);
    if (own == null) {
      return released;
    }
    Amount back = by.compareTo(own.taken()) < 0 ? by : own.taken();
    return item.with(order, own.with(own.quantity().plus(back), own.taken().minus(back)));
  }

  /** Takes for good what a checkout held. Nothing is kept for the order any more. */
  public static Balance spend(Balance balance, OrderId order, Amount by, long generation) {
    return opened(balance.spend(by, generation), order);
  }
}
