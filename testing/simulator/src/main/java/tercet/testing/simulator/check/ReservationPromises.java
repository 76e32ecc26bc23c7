package tercet.testing.simulator.check;

import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.Reason;
import tercet.kernel.command.Refusal;
import tercet.kernel.id.Key;
import tercet.kernel.id.OrderId;
import tercet.kernel.order.Order;
import tercet.testing.simulator.workload.ClientCall;
import tercet.testing.simulator.workload.CommandRecord;
import tercet.testing.simulator.workload.History;
import tercet.testing.simulator.workload.Operation;
import tercet.testing.simulator.workload.Response;
import tercet.testing.simulator.world.Violation;

/** Checks what clients hear of reserved orders. */
final class ReservationPromises {
  private ReservationPromises() {}

  /** An attempt begins with the order as it was at a moment since the client asked. */
  static void begun(
      Ledger ledger, ClientCall call, CommandRecord asked, Command.BeginReserve begin) {
    Answer answer = asked.answer();
    boolean right =
        switch (answer) {
          case Answer.ReserveBegun begun ->
              ledger
                  .order(Key.order(begin.order(), asked.shard()))
                  .versions()
                  .wasSince(call.position(), order -> begins(begun, order));
          case Answer.Reserved reserved ->
              ledger.answers(Key.answer(begin.request(), asked.shard())).contains(reserved);
          case Answer.Refused refused ->
              ledger.answers(Key.answer(begin.request(), asked.shard())).contains(refused)
                  || ledger
                      .order(Key.order(begin.order(), asked.shard()))
                      .versions()
                      .wasSince(call.position(), order -> isTrue(refused.refusal(), order));
          case null -> false;
          case Answer other -> false;
        };
    if (!right) {
      throw new Violation("%s begins as %s".formatted(call, answer), asked.id());
    }
  }

  private static boolean isTrue(Refusal refusal, @Nullable Order order) {
    return switch (refusal.reason()) {
      case UNKNOWN_ORDER -> order == null;
      case ORDER_PAID -> order instanceof Order.Paid;
      case ORDER_CANCELLED -> order instanceof Order.Cancelled;
      case CHECKOUT_IN_PROGRESS -> order instanceof Order.Unpaid;
      default -> false;
    };
  }

  private static boolean begins(Answer.ReserveBegun begun, @Nullable Order order) {
    return order instanceof Order.Unpaid unpaid
        && begun.equals(
            new Answer.ReserveBegun(
                unpaid.user(),
                unpaid.lines(),
                unpaid.generation(),
                unpaid.attempts().latest(),
                unpaid.attempts().reserved(),
                unpaid.attempts().until()));
  }

  /** The order that a call reserves or releases, or null. */
  static @Nullable OrderId order(ClientCall call) {
    return switch (call.operation()) {
      case Operation.Reserve reserve -> reserve.order();
      case Operation.Release release -> release.order();
      case Operation other -> null;
    };
  }

  /** Whether all calls that reserve or release an order have ended, and with a clear answer. */
  static boolean isAtRest(History history, OrderId order) {
    return history.calls().stream()
        .filter(call -> order.equals(order(call)))
        .map(ClientCall::response)
        .allMatch(response ->
            response instanceof Response.Success || response instanceof Response.Refused);
  }

  /** Whether an answer shows an order, reserved or, after the time of that, not. */
  static boolean shows(Answer answer, Command.FindOrder find, @Nullable Order order) {
    if (order == null) {
      return answer.equals(new Answer.Refused(Reason.UNKNOWN_ORDER));
    }
    Instant until =
        order instanceof Order.Unpaid unpaid ? unpaid.attempts().until() : Instant.EPOCH;
    return Stream.of(until, Instant.EPOCH)
        .anyMatch(at ->
            answer.equals(
                new Answer.OrderFound(
                    find.order(),
                    order instanceof Order.Paid,
                    order.lines(),
                    order.user(),
                    order.total(),
                    at)));
  }
}
