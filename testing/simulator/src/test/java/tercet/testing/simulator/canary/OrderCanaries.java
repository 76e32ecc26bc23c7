package tercet.testing.simulator.canary;

import tercet.kernel.command.Command;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.Request;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.TransactionId;
import tercet.kernel.order.LastCheckout;
import tercet.kernel.order.Order;
import tercet.testing.simulator.world.Wiring;

/** Bugs of what happens to an order beside its checkout. */
final class OrderCanaries {
  private OrderCanaries() {}

  private static boolean removes(Input input) {
    return input instanceof Request request
        && request.command() instanceof Command.Edit edit
        && !(edit instanceof Command.AddItem);
  }

  static Wiring removedInTheAnswerOnly() {
    Tampering tampering =
        (records, input, now, decision) ->
            removes(input)
                ? Decisions.without(decision, change -> change.stored() instanceof Order)
                : decision;
    return tampering;
  }

  /** The order keeps no refusal of a transaction that had begun. */
  static Wiring refusalNotKept() {
    Tampering tampering =
        (records, input, now, decision) ->
            input instanceof Request
                ? decision
                : Decisions.without(decision, OrderCanaries::isRefused);
    return tampering;
  }

  /** The order says that another transaction was refused. */
  static Wiring refusalOfAnother() {
    Tampering tampering =
        (records, input, now, decision) ->
            Decisions.each(
                decision,
                stored ->
                    stored instanceof Order.Unpaid order
                            && order.last() instanceof LastCheckout.Refused refused
                        ? order.refused(new TransactionId("x"), refused.refusal(), refused.at())
                        : stored);
    return tampering;
  }

  /** A status shows an order that is being checked out as if it were not. */
  static Wiring progressNotShown() {
    Deciding deciding =
        (kernel, records, input, now) ->
            input instanceof Request request && request.command() instanceof Command.FindStatus
                ? kernel.decide(
                    key -> key.kind() == RecordKind.TRANSACTION ? null : records.get(key),
                    input,
                    now)
                : kernel.decide(records, input, now);
    return deciding;
  }

  private static boolean isRefused(Decision.Change change) {
    return change.stored() instanceof Order.Unpaid order
        && order.last() instanceof LastCheckout.Refused;
  }

  static Wiring firstPriceOnly() {
    Deciding deciding =
        (kernel, records, input, now) ->
            kernel.decide(
                records,
                input instanceof Request request
                        && request.command() instanceof Command.Reprice reprice
                    ? with(request, firstOnly(reprice))
                    : input,
                now);
    return deciding;
  }

  private static Command firstOnly(Command.Reprice reprice) {
    return new Command.Reprice(
        reprice.order(), reprice.prices().stream().limit(1).toList(), reprice.unknown());
  }

  static Wiring limitPassedOver() {
    Deciding deciding =
        (kernel, records, input, now) ->
            kernel.decide(
                records,
                input instanceof Request request
                        && request.command() instanceof Command.Checkout checkout
                    ? with(request, new Command.Checkout(checkout.order(), checkout.deadline()))
                    : input,
                now);
    return deciding;
  }

  static Request with(Request request, Command command) {
    return new Request(
        request.to(),
        request.id(),
        command,
        request.replyTo(),
        request.validUntil(),
        request.retainUntil());
  }

  static Wiring removedDuringCheckout() {
    Deciding deciding =
        (kernel, records, input, now) ->
            removes(input)
                ? kernel.decide(
                    key -> key.kind() == RecordKind.TRANSACTION ? null : records.get(key),
                    input,
                    now)
                : kernel.decide(records, input, now);
    return deciding;
  }
}
