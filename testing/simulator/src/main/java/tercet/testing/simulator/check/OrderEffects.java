package tercet.testing.simulator.check;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tercet.kernel.command.Command;
import tercet.kernel.command.Line;
import tercet.kernel.command.Pieces;
import tercet.kernel.command.Price;
import tercet.kernel.command.Range;
import tercet.kernel.command.Reason;
import tercet.kernel.command.Refusal;
import tercet.kernel.id.Amount;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.Key;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.kernel.order.LastCheckout;
import tercet.kernel.order.Order;
import tercet.testing.simulator.workload.CommandRecord;

/** The effects of commands that change an order alone. */
final class OrderEffects {
  private final Ledger ledger;
  private final KeptPieces kept;
  private final Shards shards;

  OrderEffects(Ledger ledger, Shards shards, KeptPieces kept) {
    this.kept = kept;
    this.ledger = ledger;
    this.shards = shards;
  }

  private Versions<Order> order(OrderId id, ShardId shard) {
    return ledger.order(Key.order(id, shard)).versions();
  }

  boolean overwritten(Command.InitOrders init, ShardId shard, long position) {
    Range range = init.range();
    for (int number = range.from(); number < range.to(); number++) {
      OrderId id = new OrderId(Integer.toString(number));
      Versions<Order> versions = order(id, shard);
      if (shards.of(id).equals(shard)
          && !(versions.last().from() == position
              && versions.now() instanceof Order.Unpaid made
              && quantity(made, null) == 2
              && made.total().value() == 2 * init.price().value())) {
        return false;
      }
    }
    return true;
  }

  boolean created(Command.CreateOrder create, ShardId shard, long position) {
    Versions<Order> versions = order(create.order(), shard);
    return versions.last().from() == position
        && versions.now() instanceof Order.Unpaid made
        && made.lines().isEmpty()
        && made.user().equals(create.user());
  }

  /**
   * Whether an order is what a command makes of the one before.
   *
   * @param asked all that was sent under the command's id; a repeated one may carry another price
   */
  boolean edited(Command.Edit edit, List<CommandRecord> asked, ShardId shard, long position) {
    Versions<Order> versions = order(edit.order(), shard);
    if (versions.last().from() != position
        || !(versions.now() instanceof Order.Unpaid now)
        || !(versions.before() instanceof Order.Unpaid before)
        || now.generation() != before.generation()
        || !now.last().equals(before.last())) {
      return false;
    }
    return switch (edit) {
      case Command.AddItem add -> added(add, asked, before, now);
      case Command.RemoveItem remove -> isWithout(remove.item(), remove.quantity(), before, now);
      case Command.RemoveLine remove ->
          othersStay(remove.item(), before, now) && quantity(now, remove.item()) == 0;
      case Command.ClearOrder clear -> now.lines().isEmpty();
      case Command.Reserve reserve ->
          now.lines().equals(before.lines())
              && !now.attempts().until().isBefore(before.attempts().until())
              && asked.stream()
                  .anyMatch(attempt ->
                      attempt.command() instanceof Command.Reserve repeated
                          && repeated.attempt() == before.attempts().latest()
                          && repeated.attempt() == now.attempts().reserved()
                          && repeated.until().equals(now.attempts().until())
                          && pieces(now).equals(Set.copyOf(repeated.kept()))
                          && kept.covers(repeated, now));
      case Command.Release release ->
          now.lines().equals(before.lines())
              && now.attempts().reserved() == 0
              && now.attempts().until().equals(Instant.EPOCH)
              && now.attempts().latest() > before.attempts().latest();
      case Command.Reprice reprice ->
          asked.stream()
              .anyMatch(attempt ->
                  attempt.command() instanceof Command.Reprice repeated
                      && now.lines().equals(priced(before, repeated)));
    };
  }

  private static Set<Pieces> pieces(Order order) {
    return order.lines().stream()
        .map(line -> new Pieces(line.item(), line.quantity()))
        .collect(Collectors.toSet());
  }

  private static List<Line> priced(Order before, Command.Reprice reprice) {
    List<Line> lines = new ArrayList<>();
    for (Line line : before.lines()) {
      Amount cost = line.cost();
      for (Price price : reprice.prices()) {
        if (price.item().equals(line.item())) {
          cost = new Amount(price.price().value() * line.quantity().value());
        }
      }
      lines.add(new Line(line.item(), line.quantity(), cost));
    }
    return lines;
  }

  /** Whether the order is as the answer to a checkout says. */
  boolean isTrue(Command.Checkout checkout, ShardId shard, Refusal refusal) {
    OrderBook book = ledger.order(Key.order(checkout.order(), shard));
    Order order = book.versions().now();
    boolean right =
        refusal instanceof Refusal.Costlier told
            ? order instanceof Order.Unpaid
                && told.equals(new Refusal.Costlier(order.total(), checkout.totalMax()))
                && order.total().compareTo(checkout.totalMax()) > 0
            : (refusal == Reason.UNKNOWN_ORDER) == (order == null);
    return right && (isNoted(order, refusal) || mayBeMissing(checkout, book, refusal));
  }

  private static boolean isNoted(@Nullable Order order, Refusal refusal) {
    return !(order instanceof Order.Unpaid unpaid)
        || (unpaid.last() instanceof LastCheckout.Refused noted && noted.refusal().equals(refusal));
  }

  /**
   * Whether an unpaid order need not show a refusal that its client is told: the order was
   * overwritten, or another checkout of it is not over.
   */
  private boolean mayBeMissing(Command.Checkout checkout, OrderBook book, Refusal refusal) {
    boolean other =
        (refusal instanceof Refusal.Costlier || refusal == Reason.DEADLINE_EXCEEDED)
            && book.open().now() != null;
    long since =
        ledger.history().checkouts(checkout.order()).stream()
            .mapToLong(CommandRecord::position)
            .min()
            .orElse(Long.MIN_VALUE);
    Order now = book.versions().now();
    return other
        || refusal == Reason.ORDER_CHANGED
        || book.versions()
            .wasSince(
                since,
                order -> order == null || now == null || order.generation() != now.generation());
  }

  /** Whether a checkout paid no more than it may. */
  boolean isWithinLimit(Command.Checkout checkout, ShardId shard, String id) {
    return !(order(checkout.order(), shard).now() instanceof Order.Paid paid
        && paid.transaction().value().equals(id)
        && paid.total().compareTo(checkout.totalMax()) > 0);
  }

  private static boolean added(
      Command.AddItem add, List<CommandRecord> asked, Order before, Order now) {
    long cost = now.total().value() - before.total().value();
    boolean priced =
        asked.stream()
            .anyMatch(attempt ->
                attempt.command() instanceof Command.AddItem repeated
                    && repeated.quantity().times(repeated.price()).value() == cost);
    return priced
        && quantity(now, add.item()) == quantity(before, add.item()) + add.quantity().value()
        && quantity(now, null) == quantity(before, null) + add.quantity().value();
  }

  /** Whether an order is the one before without pieces of an item, and their share of its cost. */
  static boolean isWithout(
      ItemId item, Amount pieces, @Nullable Order before, @Nullable Order now) {
    return before != null
        && now != null
        && othersStay(item, before, now)
        && quantity(now, item) == quantity(before, item) - pieces.value()
        && isShare(cost(now, item), item, before, now);
  }

  private static boolean othersStay(ItemId item, Order before, Order now) {
    return others(item, before).equals(others(item, now));
  }

  private static List<Line> others(ItemId item, Order order) {
    List<Line> others = new ArrayList<>(order.lines());
    others.removeIf(line -> line.item().equals(item));
    return others;
  }

  /** Whether a cost is at least the share of the pieces that are left, and less than one more. */
  private static boolean isShare(long cost, ItemId item, Order before, Order now) {
    BigInteger share =
        BigInteger.valueOf(cost(before, item)).multiply(BigInteger.valueOf(quantity(now, item)));
    BigInteger pieces = BigInteger.valueOf(quantity(before, item));
    BigInteger taken = BigInteger.valueOf(cost).multiply(pieces);
    return taken.compareTo(share) >= 0 && taken.subtract(share).compareTo(pieces) < 0;
  }

  private static long cost(Order order, ItemId item) {
    return order.lines().stream()
        .filter(line -> line.item().equals(item))
        .mapToLong(line -> line.cost().value())
        .sum();
  }

  /** Pieces of an item, or of all items. */
  private static long quantity(Order order, @Nullable ItemId item) {
    return order.lines().stream()
        .filter(line -> item == null || line.item().equals(item))
        .map(Line::quantity)
        .mapToLong(Amount::value)
        .sum();
  }

  /** Whether the order is as the refusal of a cancellation says. */
  boolean isTrue(Command.Cancel cancel, ShardId shard, Refusal refusal) {
    Order order = order(cancel.order(), shard).now();
    return switch (refusal.reason()) {
      case UNKNOWN_ORDER -> order == null;
      case ORDER_NOT_PAID, CHECKOUT_IN_PROGRESS -> order instanceof Order.Unpaid;
      case DEADLINE_EXCEEDED -> order instanceof Order.Paid;
      case ORDER_CANCELLED ->
          order instanceof Order.Cancelled && cancel instanceof Command.CancelItem;
      case NOT_IN_ORDER ->
          order instanceof Order.Paid
              && cancel instanceof Command.CancelItem some
              && quantity(order, some.item()) < some.quantity().value();
      default -> false;
    };
  }

  /** Whether the order is as the refusal says. */
  boolean isTrue(Command.Edit edit, ShardId shard, Refusal refusal) {
    Order order = order(edit.order(), shard).now();
    return switch (refusal.reason()) {
      case UNKNOWN_ORDER -> order == null;
      case ORDER_PAID -> order instanceof Order.Paid;
      case ORDER_CANCELLED -> order instanceof Order.Cancelled;
      case CHECKOUT_IN_PROGRESS -> order instanceof Order.Unpaid;
      case AMOUNT_TOO_LARGE ->
          order != null && (edit instanceof Command.AddItem || edit instanceof Command.Reprice);
      case ORDER_RESERVED ->
          order instanceof Order.Unpaid unpaid && unpaid.attempts().until().isAfter(Instant.EPOCH);
      case ORDER_CHANGED ->
          order instanceof Order.Unpaid unpaid
              && edit instanceof Command.Reserve reserve
              && (reserve.attempt() != unpaid.attempts().latest()
                  || reserve.attempt() == 0
                  || !pieces(order).equals(Set.copyOf(reserve.kept())));
      case TOO_MANY_LINES -> order != null && edit instanceof Command.AddItem;
      case UNKNOWN_ITEM ->
          order instanceof Order.Unpaid
              && edit instanceof Command.Reprice
              && refusal instanceof Refusal.Unknown(ItemId item)
              && quantity(order, item) > 0;
      case NOT_IN_ORDER ->
          order instanceof Order.Unpaid
              && edit instanceof Command.RemoveItem remove
              && quantity(order, remove.item()) < remove.quantity().value();
      default -> false;
    };
  }
}
