package tercet.kernel;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.OrderStatus;
import tercet.kernel.command.Reason;
import tercet.kernel.decision.RecordView;
import tercet.kernel.decision.Request;
import tercet.kernel.id.Key;
import tercet.kernel.id.ShardId;
import tercet.kernel.order.LastCheckout;
import tercet.kernel.order.Order;
import tercet.kernel.refund.Refunding;
import tercet.kernel.transaction.OpenTransaction;
import tercet.kernel.transaction.RollingBack;

/** How far an order is, from its own record and that of its open transaction or refund. */
final class OrderStatuses {
  private OrderStatuses() {}

  /** The records that {@link #find} may read; that of a refund is known from the order's. */
  static List<Key> keys(Command.FindStatus find, ShardId shard) {
    return List.of(Key.order(find.order(), shard), Key.transaction(find.order(), shard));
  }

  static Answer find(RecordView records, Request request, Command.FindStatus find, Instant now) {
    ShardId self = request.to();
    Order order = records.get(Key.order(find.order(), self), Order.class);
    if (order == null) {
      return new Answer.Refused(Reason.UNKNOWN_ORDER);
    }
    OrderStatus status =
        switch (order) {
          case Order.Paid paid ->
              new OrderStatus.Paid(paid.transaction(), paid.at(), paid.returned());
          case Order.Cancelled cancelled ->
              new OrderStatus.Cancelled(
                  cancelled.transaction(),
                  cancelled.paidAt(),
                  cancelled.refund(),
                  cancelled.at(),
                  records.get(Key.participation(cancelled.refund(), self))
                          instanceof Refunding refund
                      ? refund.awaiting()
                      : List.of());
          case Order.Unpaid unpaid ->
              unpaid(
                  unpaid, records.get(Key.transaction(find.order(), self), OpenTransaction.class));
        };
    return new Answer.StatusFound(find.order(), status, order.reservedUntil(now));
  }

  private static OrderStatus unpaid(Order.Unpaid order, @Nullable OpenTransaction open) {
    boolean isOfOrder = open != null && open.transaction().generation() == order.generation();
    if (open != null && isOfOrder && open.isUndecided()) {
      return new OrderStatus.InProgress(
          open.transaction().id(), open.transaction().deadline(), open.awaiting());
    }
    return switch (order.last()) {
      case LastCheckout.Refused last ->
          new OrderStatus.Refused(
              last.transaction(),
              last.refusal(),
              last.at(),
              open != null && open.transaction().id().equals(last.transaction())
                  ? open.awaiting()
                  : List.of());
      case LastCheckout.None none when isOfOrder && open instanceof RollingBack<?> aborted ->
          new OrderStatus.Refused(
              open.transaction().id(), aborted.refusal(), Order.TIME_UNKNOWN, open.awaiting());
      case LastCheckout.None none -> new OrderStatus.Unpaid();
    };
  }
}
