package tercet.testing.simulator.canary;

import java.util.List;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.Message;
import tercet.kernel.saga.SagaMessage;
import tercet.kernel.tcc.TccMessage;
import tercet.kernel.twophase.TwoPhaseMessage;

/**
 * Answers about transactions that are not open as they were before the order's own record decided:
 * a participant of a saga or of tcc may keep its debit, one of two-phase commit must unlock. With
 * the order's record as the judge a record that is missing elsewhere does no lasting harm, so bugs
 * that lose one are planted together with these answers.
 */
final class Unknown {
  private Unknown() {}

  static Decision asBefore(Input input, Decision decision) {
    return switch (input) {
      case SagaMessage.Debited vote when sends(decision, SagaMessage.Compensate.class) ->
          instead(
              decision,
              new SagaMessage.Complete(
                  vote.transaction(), vote.order(), vote.from(), vote.deadline()));
      case TccMessage.Held vote when sends(decision, TccMessage.Cancel.class) ->
          instead(
              decision,
              new TccMessage.Confirm(
                  vote.transaction(), vote.order(), vote.from(), vote.deadline()));
      case TwoPhaseMessage.Prepared vote
          when decision.changes().isEmpty() && sends(decision, TwoPhaseMessage.Commit.class) ->
          instead(
              decision,
              new TwoPhaseMessage.Abort(
                  vote.transaction(), vote.order(), vote.from(), vote.deadline()));
      default -> decision;
    };
  }

  private static boolean sends(Decision decision, Class<? extends Message> type) {
    return decision.messages().stream().anyMatch(type::isInstance);
  }

  private static Decision instead(Decision decision, Message message) {
    return new Decision(decision.changes(), List.of(message), decision.replies());
  }
}
