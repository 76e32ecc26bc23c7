package tercet.kernel.balance;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
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

  /**
   * No lease lasts longer, even if a node with a wrong clock asks for more: a day, the second to
   * which a node rounds up, and by how much a right clock may be ahead.
   */
  private static final Duration LONGEST = Duration.ofDays(1).plusSeconds(1).plusMillis(500);

  private Leases() {}

  /** When a lease ends that begins now, if a node asks for a time; cut to a whole second. */
  public static Instant until(Instant asked, Instant now) {
    Instant latest = now.plus(LONGEST).truncatedTo(ChronoUnit.SECONDS);
    return asked.isBefore(latest) ? asked : latest;
  }

  /** Whether an item has room for a lease of an order. */
  public static boolean hasRoom(Item item, OrderId order) {
    return item.leases().size() < PER_ITEM_MAX || item.lease(order) != null;
  }

  /**
   * Whether a later attempt to reserve an order has come before this one. Attempts of two fillings
   * of an order may have the same number; the one that came first keeps its pieces.
   *
   * @param generation of the order
   */
  public static boolean isSuperseded(Item item, OrderId order, long generation, long attempt) {
    Lease own = item.lease(order);
    return own != null
        && (own.isLaterThan(attempt)
            || (own.generation() != generation && own.claim(attempt) != null));
  }

  /**
   * Keeps pieces for an order; those that it has already count. The claim of the same attempt never
   * shrinks.
   *
   * @param generation of the order
   * @param claim what is kept
   * @param reserved the attempt that has reserved the order, whose claim stays; 0 if none has
   */
  public static Balance.Change keep(
      Item item, OrderId order, long generation, Lease.Claim claim, long reserved) {
    Lease own = item.lease(order);
    Lease kept =
        own == null || own.generation() != generation
            ? new Lease(order, generation, Amount.ZERO, List.of(claim))
            : own.with(claim, reserved);
    Item open = item.with(order, null);
    return switch (open.debit(kept.quantity())) {
      case Balance.Change.Made made -> new Balance.Change.Made(open.with(order, kept));
      case Balance.Change.Insufficient none -> none;
      case Balance.Change.Busy undecided -> undecided;
      case Balance.Change.Overflow impossible -> impossible;
    };
  }

  /**
   * Gives back what attempts to reserve an order have kept.
   *
   * @param after the largest number of an attempt that keeps its claim
   * @param upTo the largest number of one that gives it back
   * @return the same item if nothing is
   */
  public static Item end(Item item, OrderId order, long after, long upTo) {
    Lease own = item.lease(order);
    Lease left = own == null ? null : own.without(after, upTo);
    return Objects.equals(left, own) ? item : item.with(order, left);
  }

  /** An item with the pieces that are kept for any order of this name among those to be sold. */
  public static Balance opened(Item item, OrderId order) {
    return item.with(order, null);
  }

  /**
   * A balance with the pieces that are kept for an order among those that can be sold.
   *
   * @param generation of the order; pieces that are kept for another one stay kept
   */
  public static Balance opened(Balance balance, OrderId order, long generation) {
    return balance instanceof Item item && own(item, order, generation) != null
        ? item.with(order, null)
        : balance;
  }

  private static @Nullable Lease own(Item item, OrderId order, long generation) {
    Lease own = item.lease(order);
    return own == null || own.generation() != generation ? null : own;
  }

  /**
   * Takes an amount for an order: what is kept for it first. While an earlier checkout of the order
   * is not undone everywhere, it is open whether there is enough.
   *
   * @param generation of the order
   * @param change what is done with the amount
   */
  public static Balance.Change take(
      Balance balance,
      OrderId order,
      long generation,
      Amount by,
      BiFunction<Balance, Amount, Balance.Change> change) {
    if (!(balance instanceof Item item)) {
      return change.apply(balance, by);
    }
    Lease own = own(item, order, generation);
    return own == null
        ? change.apply(balance, by)
        : taken(change.apply(item.with(order, null), by), own, by, item.held());
  }

  private static Balance.Change taken(
      Balance.Change change, Lease own, Amount by, Amount heldBefore) {
    if (change instanceof Balance.Change.Insufficient && own.taken().value() > 0) {
      return new Balance.Change.Busy();
    }
    if (!(change instanceof Balance.Change.Made(Item after)) || after.held().equals(heldBefore)) {
      return change; // refused, or taken for good: the rest is free
    }
    Lease left = own.withTaken(own.taken().plus(Lease.least(by, own.quantity())));
    return new Balance.Change.Made(after.with(own.order(), left));
  }

  /**
   * Gives back what an aborted checkout held: the order gets again what was kept for it.
   *
   * @param orders generation of the order
   * @param generation of the balance when it was held
   */
  public static Balance release(
      Balance balance, OrderId order, long orders, Amount by, long generation) {
    Balance released = balance.release(by, generation);
    if (!(released instanceof Item item) || generation != balance.generation()) {
      return released;
    }
    Lease own = own(item, order, orders);
    return own == null
        ? released
        : item.with(order, own.withTaken(own.taken().minus(Lease.least(by, own.taken()))));
  }

  /**
   * Takes for good what a checkout held. Nothing is kept for the order any more.
   *
   * @param orders generation of the order
   * @param generation of the balance when it was held; of another one nothing is held or kept
   */
  public static Balance spend(
      Balance balance, OrderId order, long orders, Amount by, long generation) {
    return generation == balance.generation()
        ? opened(balance.spend(by, generation), order, orders)
        : balance;
  }
}
