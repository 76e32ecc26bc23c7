package tercet.testing.simulator.canary;

import java.util.List;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.Request;
import tercet.kernel.order.Order;
import tercet.kernel.refund.RefundMessage;
import tercet.kernel.refund.Refunded;
import tercet.kernel.refund.Refunding;
import tercet.kernel.transaction.PendingClient;
import tercet.kernel.transaction.Tombstone;
import tercet.testing.simulator.world.Wiring;

/** Bugs of refunds. */
final class RefundCanaries {
  private RefundCanaries() {}

  static Wiring givenBackTwice() {
    return tampering((records, input, now, decision) ->
        input instanceof RefundMessage.GiveBack
            ? Decisions.without(decision, change -> change.stored() instanceof Refunded)
            : decision);
  }

  static Wiring refundForgottenWhenClosed() {
    return tampering((records, input, now, decision) ->
        input instanceof RefundMessage.Closed
            ? Decisions.each(
                decision, stored -> stored instanceof Tombstone.Settled ? null : stored)
            : decision);
  }

  static Wiring refundSentOnce() {
    return tampering((records, input, now, decision) ->
        input instanceof Input.TimerFired
            ? Decisions.withoutMessages(decision, RefundMessage.GiveBack.class::isInstance)
            : decision);
  }

  static Wiring cancelledPiecesStay() {
    return tampering((records, input, now, decision) ->
        input instanceof Request request && request.command() instanceof Command.CancelItem
            ? Decisions.without(decision, change -> change.stored() instanceof Order.Paid)
            : decision);
  }

  static Wiring cancelledIsToldTooSoon() {
    return tampering((records, input, now, decision) ->
        cancels(input) ? told((Request) input, decision) : decision);
  }

  private static boolean cancels(Input input) {
    return input instanceof Request request && request.command() instanceof Command.Cancel;
  }

  private static Decision told(Request request, Decision decision) {
    for (Decision.Change change : decision.changes()) {
      if (change.stored() instanceof Refunding refund) {
        Decision.Builder more = Decision.builder().put(decision.changes());
        decision.messages().forEach(more::send);
        Answer answer = new Answer.Cancelled(refund.transaction().id());
        PendingClient.answer(List.of(PendingClient.of(request)), answer, more);
        return more.build();
      }
    }
    return decision;
  }

  private static Wiring tampering(Tampering tampering) {
    return tampering;
  }
}
