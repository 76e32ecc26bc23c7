package tercet.testing.simulator.canary;

import tercet.kernel.command.Command;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.Request;
import tercet.kernel.id.RecordKind;
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
