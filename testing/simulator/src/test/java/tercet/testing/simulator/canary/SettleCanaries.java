package tercet.testing.simulator.canary;

import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.RuledOutcome;
import tercet.kernel.command.SettleRuling;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.Request;
import tercet.kernel.id.Key;
import tercet.kernel.transaction.Ruling;
import tercet.testing.simulator.world.Wiring;

/** Bugs of what an operator rules. */
final class SettleCanaries {
  private SettleCanaries() {}

  static Wiring oppositeIsRuled() {
    return new OrdersGone() {
      @Override
      Decision tamper(Input input, Decision decision) {
        return Decisions.each(
            decision, stored -> stored instanceof Ruling ruling ? opposite(ruling) : stored);
      }
    };
  }

  private static Ruling opposite(Ruling ruling) {
    return new Ruling(
        switch (ruling.settlement()) {
          case PAID -> RuledOutcome.UNPAID;
          case UNPAID -> RuledOutcome.PAID;
          case CLOSED -> RuledOutcome.CLOSED;
        });
  }

  static Wiring rulingInTheAnswerOnly() {
    return new OrdersGone() {
      @Override
      Decision tamper(Input input, Decision decision) {
        return input instanceof Request request && request.command() instanceof Command.Settle
            ? Decisions.without(decision, change -> change.stored() instanceof Ruling)
            : decision;
      }
    };
  }

  /** An open transaction is ruled on, and one whose outcome the order's record tells. */
  static Wiring rulingAgainstTheOrder() {
    Tampering tampering =
        (records, input, now, decision) ->
            input instanceof Request request && request.command() instanceof Command.Settle settle
                ? Decision.builder()
                    .put(
                        Key.ruling(settle.transaction(), settle.incarnation(), request.to()),
                        new Ruling(settle.settlement()))
                    .reply(request.replyTo(), new Answer.SettleRuled(SettleRuling.SETTLED))
                    .build()
                : decision;
    return tampering;
  }
}
