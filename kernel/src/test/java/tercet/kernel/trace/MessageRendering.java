package tercet.kernel.trace;

import tercet.kernel.choreography.ChoreographyMessage;
import tercet.kernel.decision.Message;
import tercet.kernel.outcome.OutcomeMessage;
import tercet.kernel.refund.RefundMessage;
import tercet.kernel.saga.SagaMessage;
import tercet.kernel.tcc.TccMessage;
import tercet.kernel.twophase.TwoPhaseMessage;

/** Says in few words what shards say to each other. */
final class MessageRendering {
  private final Words words;

  MessageRendering(Words words) {
    this.words = words;
  }

  String message(Message message) {
    String said =
        switch (message) {
          case SagaMessage saga -> saga(saga);
          case TccMessage tcc -> tcc(tcc);
          case ChoreographyMessage choreography -> choreography(choreography);
          case TwoPhaseMessage twoPhase -> twoPhase(twoPhase);
          case OutcomeMessage outcome -> outcome(outcome);
          case RefundMessage refund -> refund(refund);
        };
    return "%s of %s to %s: %s"
        .formatted(message.transaction().value(), message.order().value(), message.to(), said);
  }

  private String outcome(OutcomeMessage message) {
    return switch (message) {
      case OutcomeMessage.Apply apply ->
          "Apply %s; valid until %s, kept until %s"
              .formatted(
                  Words.branch(apply.branch()),
                  words.time(apply.validUntil()),
                  words.time(apply.retainUntil()));
      case OutcomeMessage.Revoke revoke ->
          "Revoke %s; valid until %s, kept until %s"
              .formatted(
                  Words.branch(revoke.branch()),
                  words.time(revoke.validUntil()),
                  words.time(revoke.retainUntil()));
      case OutcomeMessage.Report report ->
          "Report by %s, %s%s"
              .formatted(
                  report.from(),
                  report.applied() ? "applied" : "not applied",
                  report.lasting() ? ", lasting" : "");
      case OutcomeMessage.Unable unable ->
          "Unable says %s: %s".formatted(unable.from(), Words.refusal(unable.refusal()));
      case OutcomeMessage.Agreed agreed ->
          "Agreed, " + (agreed.applied() ? "applied" : "not applied");
    };
  }

  private String refund(RefundMessage message) {
    return switch (message) {
      case RefundMessage.GiveBack told ->
          "GiveBack %s; valid until %s"
              .formatted(Words.branch(told.branch()), words.time(told.validUntil()));
      case RefundMessage.GivenBack said ->
          "GivenBack by " + said.from() + (said.closed() ? ", closed" : "");
      case RefundMessage.Closed told ->
          "Closed; none valid after " + words.time(told.noneValidAfter());
    };
  }

  private String saga(SagaMessage message) {
    return switch (message) {
      case SagaMessage.Debit debit ->
          "Debit %s; valid until %s, deadline %s"
              .formatted(
                  Words.branch(debit.branch()),
                  words.time(debit.validUntil()),
                  words.time(debit.deadline()));
      case SagaMessage.Compensate compensate ->
          "Compensate %s; none valid after %s"
              .formatted(
                  Words.branch(compensate.branch()), words.time(compensate.noneValidAfter()));
      case SagaMessage.Complete complete ->
          "Complete; none valid after " + words.time(complete.noneValidAfter());
      case SagaMessage.Debited debited ->
          "Debited by %s; deadline %s".formatted(debited.from(), words.time(debited.deadline()));
      case SagaMessage.Declined declined ->
          "Declined by %s: %s".formatted(declined.from(), Words.refusal(declined.refusal()));
      case SagaMessage.Compensated compensated -> "Compensated by " + compensated.from();
    };
  }

  private String tcc(TccMessage message) {
    return switch (message) {
      case TccMessage.Try attempt ->
          "Try %s, %s; valid until %s, deadline %s"
              .formatted(
                  Words.branch(attempt.branch()),
                  Words.attempt(attempt.attempt()),
                  words.time(attempt.validUntil()),
                  words.time(attempt.deadline()));
      case TccMessage.Release release ->
          "Release %s of %s; none valid after %s"
              .formatted(
                  Words.branch(release.branch()),
                  Words.attempt(release.attempt()),
                  words.time(release.noneValidAfter()));
      case TccMessage.Cancel cancel ->
          "Cancel %s; none valid after %s"
              .formatted(Words.branch(cancel.branch()), words.time(cancel.noneValidAfter()));
      case TccMessage.Confirm confirm ->
          "Confirm; none valid after " + words.time(confirm.noneValidAfter());
      case TccMessage.Held held ->
          "Held by %s, %s; deadline %s"
              .formatted(held.from(), Words.attempt(held.attempt()), words.time(held.deadline()));
      case TccMessage.Busy busy ->
          "Busy says %s, %s".formatted(busy.from(), Words.attempt(busy.attempt()));
      case TccMessage.Declined declined ->
          "Declined by %s: %s".formatted(declined.from(), Words.refusal(declined.refusal()));
      case TccMessage.Cancelled cancelled -> "Cancelled by " + cancelled.from();
    };
  }

  private String choreography(ChoreographyMessage message) {
    return switch (message) {
      case ChoreographyMessage.Debit debit ->
          "Debit %s among %s; valid until %s, deadline %s"
              .formatted(
                  Words.branch(debit.branch()),
                  Words.shards(debit.participants()),
                  words.time(debit.validUntil()),
                  words.time(debit.deadline()));
      case ChoreographyMessage.VoteYes agreed ->
          "VoteYes by %s, who %s"
              .formatted(
                  agreed.from(), agreed.heard() ? "has your vote" : "does not have your vote");
      case ChoreographyMessage.Declined declined ->
          "Declined by %s: %s; none valid after %s"
              .formatted(
                  declined.from(),
                  Words.refusal(declined.refusal()),
                  words.time(declined.noneValidAfter()));
      case ChoreographyMessage.VoteRequest poll ->
          "VoteRequest by %s; none valid after %s"
              .formatted(poll.from(), words.time(poll.noneValidAfter()));
      case ChoreographyMessage.VoteAck heard -> "VoteAck by " + heard.from();
      case ChoreographyMessage.Committed committed -> "Committed says " + committed.from();
    };
  }

  private String twoPhase(TwoPhaseMessage message) {
    return switch (message) {
      case TwoPhaseMessage.Prepare prepare ->
          "Prepare %s; valid until %s, deadline %s"
              .formatted(
                  Words.branch(prepare.branch()),
                  words.time(prepare.validUntil()),
                  words.time(prepare.deadline()));
      case TwoPhaseMessage.Commit commit ->
          "Commit; none valid after " + words.time(commit.noneValidAfter());
      case TwoPhaseMessage.Abort abort ->
          "Abort; none valid after " + words.time(abort.noneValidAfter());
      case TwoPhaseMessage.Prepared prepared ->
          "Prepared by %s; deadline %s".formatted(prepared.from(), words.time(prepared.deadline()));
      case TwoPhaseMessage.Declined declined ->
          "Declined by %s: %s".formatted(declined.from(), Words.refusal(declined.refusal()));
      case TwoPhaseMessage.Committed committed -> "Committed by " + committed.from();
    };
  }
}
