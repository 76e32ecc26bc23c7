package tercet.testing.simulator.check;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.OrderStatus;
import tercet.kernel.command.Reason;
import tercet.kernel.id.Key;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.ShardId;
import tercet.kernel.order.LastCheckout;
import tercet.kernel.order.Order;
import tercet.kernel.transaction.OpenTransaction;
import tercet.testing.simulator.workload.ClientCall;
import tercet.testing.simulator.workload.CommandRecord;
import tercet.testing.simulator.world.Violation;

/** Whether an order was as its status says, at a moment between the request and the answer. */
final class StatusReads {
  private StatusReads() {}

  static void check(
      Ledger ledger, ClientCall call, CommandRecord asked, Command.FindStatus find, Answer answer) {
    OrderBook book = ledger.order(Key.order(find.order(), asked.shard()));
    long since = call.position();
    if (!isTrue(answer, find.order(), book, since)) {
      throw new Violation(
          "%s reads %s, but there was %s with %s"
              .formatted(call, answer, book.versions().since(since), book.open().since(since)),
          ClientInvariants.ids(call, asked));
    }
  }

  private static boolean isTrue(Answer answer, OrderId id, OrderBook book, long since) {
    if (!(answer instanceof Answer.StatusFound found)) {
      return answer.equals(new Answer.Refused(Reason.UNKNOWN_ORDER))
          && book.versions().wasSince(since, order -> order == null);
    }
    return found.order().equals(id)
        && book.versions()
            .wereSince(
                since,
                book.open(),
                (order, open) ->
                    shows(found, order)
                        && waits(found.status(), isOfThis(order, open) ? open : null));
  }

  /** Whether a transaction began after the order was last overwritten: else it says nothing. */
  private static boolean isOfThis(@Nullable Order order, @Nullable OpenTransaction open) {
    return order != null && open != null && order.generation() == open.transaction().generation();
  }

  /** Whether it was like that, reserved or, after the time of that, not. */
  private static boolean shows(Answer.StatusFound found, @Nullable Order order) {
    Instant until =
        order instanceof Order.Unpaid unpaid ? unpaid.attempts().until() : Instant.EPOCH;
    return shows(found.status(), order)
        && (found.reservedUntil().equals(until) || found.reservedUntil().equals(Instant.EPOCH));
  }

  private static boolean shows(OrderStatus status, @Nullable Order order) {
    return switch (status) {
      case OrderStatus.Unpaid unpaid ->
          order instanceof Order.Unpaid now && now.last() instanceof LastCheckout.None;
      case OrderStatus.InProgress open -> order instanceof Order.Unpaid;
      case OrderStatus.Paid paid ->
          order instanceof Order.Paid now
              && paid.equals(new OrderStatus.Paid(now.transaction(), now.at(), now.returned()));
      case OrderStatus.Refused refused ->
          order instanceof Order.Unpaid now
              && now.last()
                  .equals(
                      new LastCheckout.Refused(
                          refused.transaction(), refused.refusal(), refused.at()));
      case OrderStatus.Cancelled cancelled ->
          order instanceof Order.Cancelled now
              && cancelled.equals(
                  new OrderStatus.Cancelled(
                      now.transaction(),
                      now.paidAt(),
                      now.refund(),
                      now.at(),
                      cancelled.awaiting()));
    };
  }

  /** Whether the open transaction allows the status, and is waited for as it says. */
  private static boolean waits(OrderStatus status, @Nullable OpenTransaction open) {
    return switch (status) {
      case OrderStatus.InProgress progress ->
          open != null
              && open.isUndecided()
              && open.transaction().id().equals(progress.transaction())
              && open.transaction().deadline().equals(progress.deadline())
              && open.awaiting().equals(progress.awaiting());
      case OrderStatus.Refused refused ->
          (open == null || !open.isUndecided())
              && (open == null ? List.<ShardId>of() : open.awaiting()).equals(refused.awaiting());
      case OrderStatus.Unpaid unpaid -> open == null || !open.isUndecided();
      case OrderStatus.Paid paid -> true;
      case OrderStatus.Cancelled cancelled -> true;
    };
  }
}
