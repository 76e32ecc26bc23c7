package tercet.testing.simulator.check;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tercet.kernel.command.AbortRuling;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Line;
import tercet.kernel.decision.Decision;
import tercet.kernel.id.BalanceId;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.Key;
import tercet.kernel.order.Attempts;
import tercet.kernel.order.LastCheckout;
import tercet.kernel.order.Order;
import tercet.kernel.transaction.OpenTransaction;
import tercet.testing.simulator.world.Violation;

/** All states of one order. */
final class OrderBook {
  private final Key key;
  private final Versions<Order> versions = new Versions<>();
  private final Versions<OpenTransaction> open = new Versions<>();
  private boolean aborted;

  OrderBook(Key key) {
    this.key = key;
  }

  Versions<Order> versions() {
    return versions;
  }

  void put(long position, @Nullable Order order) {
    versions.add(position, order);
  }

  /** Its open transactions. */
  Versions<OpenTransaction> open() {
    return open;
  }

  void opened(long position, @Nullable OpenTransaction now) {
    open.add(position, now);
  }

  /** Its open transaction was changed. */
  void transactionChanged(Decision decision) {
    for (Decision.Reply reply : decision.replies()) {
      aborted |=
          reply.answer() instanceof Answer.AbortRuled ruled
              && ruled.ruling() == AbortRuling.ABORTED;
    }
  }

  /** Whether an operator has ever aborted a transaction of it. */
  boolean wasAborted() {
    return aborted;
  }

  /**
   * Checks that a transaction only pays the order.
   *
   * @return the paid order
   */
  Order.Paid paidNow() {
    Order now = versions.now();
    Order before = versions.before();
    if (now instanceof Order.Paid paid
        && before instanceof Order.Unpaid unpaid
        && paid.user().equals(unpaid.user())
        && paid.lines().equals(unpaid.lines())) {
      return paid;
    }
    throw new Violation(key + " changes from " + before + " to " + now, TraceTerms.of(key));
  }

  /** The refusal that the last change has noted in the order, or null if it did something else. */
  LastCheckout.@Nullable Refused refusedNow() {
    return versions.now() instanceof Order.Unpaid now
            && versions.before() instanceof Order.Unpaid before
            && now.last() instanceof LastCheckout.Refused refused
            && now.equals(before.refused(refused.transaction(), refused.refusal(), refused.at()))
        ? refused
        : null;
  }

  /**
   * Whether the last change has begun an attempt to reserve it.
   *
   * @param latest the latest time that a clock may have shown
   */
  boolean isAttemptNow(Instant latest) {
    if (!(versions.now() instanceof Order.Unpaid now)
        || !(versions.before() instanceof Order.Unpaid before)) {
      return false;
    }
    Attempts is = now.attempts();
    Attempts was = before.attempts();
    boolean stays = is.reserved() == was.reserved() && is.until().equals(was.until());
    boolean over = is.reserved() == 0 && !latest.isBefore(was.until());
    return !is.equals(was)
        && now.equals(before.with(is))
        && is.latest() >= was.latest()
        && (is.latest() > was.latest() || is.request().equals(was.request()))
        && (stays || over);
  }

  /** Whether the last change has cancelled it, or pieces of it. */
  boolean isCancelledNow() {
    return cancels(versions.before(), versions.now());
  }

  /** Whether a change of an order takes away what it had paid. */
  static boolean cancels(@Nullable Order before, @Nullable Order now) {
    return switch (now) {
      case Order.Cancelled cancelled -> !cancelled.equals(before);
      case Order.Paid paid -> before instanceof Order.Paid && !paid.equals(before);
      case Order.Unpaid unpaid -> false;
      case null -> false;
    };
  }

  /**
   * Checks that an order was only cancelled, or pieces of it.
   *
   * @return the amounts that it has to give back, by balance
   */
  static Map<BalanceId, Long> owed(@Nullable Order before, @Nullable Order now) {
    if (before instanceof Order.Paid paid) {
      boolean whole =
          now instanceof Order.Cancelled cancelled
              && paid.cancelled(cancelled.at()).equals(cancelled);
      boolean part =
          now instanceof Order.Paid left
              && left.equals(
                  new Order.Paid(
                      paid.user(),
                      left.lines(),
                      paid.transaction(),
                      paid.generation(),
                      paid.past(),
                      paid.at(),
                      left.returned()))
              && bought(left).equals(bought(paid));
      if (whole || part) {
        Map<BalanceId, Long> owed = needs(paid);
        if (part && now != null) {
          needs(now).forEach((balance, amount) -> owed.merge(balance, -amount, Long::sum));
        }
        owed.values().removeIf(amount -> amount == 0);
        return owed;
      }
    }
    throw new Violation("an order changes from " + before + " to " + now);
  }

  /** Pieces and cost of each item that an order has paid for, also of those given back. */
  private static Map<ItemId, List<Long>> bought(Order.Paid paid) {
    Map<ItemId, List<Long>> bought = new HashMap<>();
    Stream.concat(paid.lines().stream(), paid.returned().stream())
        .forEach(line ->
            bought.merge(
                line.item(),
                List.of(line.quantity().value(), line.cost().value()),
                (one, other) ->
                    List.of(one.getFirst() + other.getFirst(), one.getLast() + other.getLast())));
    return bought;
  }

  /** The amounts that paying an order takes, by balance. */
  static Map<BalanceId, Long> needs(Order order) {
    Map<BalanceId, Long> needs = new LinkedHashMap<>();
    needs.put(order.user(), order.total().value());
    for (Line line : order.lines()) {
      needs.merge(line.item(), line.quantity().value(), Long::sum);
    }
    return needs;
  }
}
