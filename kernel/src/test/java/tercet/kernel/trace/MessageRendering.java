package tercet.kernel.trace;

import tercet.kernel.Message;
import tercet.kernel.choreography.ChoreographyMessage;
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
        };
    return "%s of %s to %s: %s"
        .formatted(message.transaction().value(), message.order().value(), message.to(), said);
  }

  private String saga(SagaMessage message) {
    return switch (message) {
      case SagaMessage.Debit debit ->
          "Debit %s; valid until %s, deadline %s"
              .formatted(
                  Words.part(debit.part()),
                  words.time(debit.validUntil()),
                  words.time(debit.deadline()));
      case SagaMessage.Undo undo ->
          "Undo %s; quiet after %s"
              .formatted(Words.part(undo.part()), words.time(undo.quietAfter()));
      case SagaMessage.Keep keep -> "Keep; quiet after " + words.time(keep.quietAfter());
      case SagaMessage.Debited debited ->
          "Debited by %s; deadline %s".formatted(debited.from(), words.time(debited.deadline()));
      case SagaMessage.Declined declined ->
          "Declined by %s: %s".formatted(declined.from(), declined.refusal());
      case SagaMessage.Undone undone -> "Undone by " + undone.from();
    };
  }

  private String tcc(TccMessage message) {
    return switch (message) {
      case TccMessage.Try attempt ->
          "Try %s, %s; valid until %s, deadline %s"
              .formatted(
                  Words.part(attempt.part()),
                  Words.attempt(attempt.attempt()),
                  words.time(attempt.validUntil()),
                  words.time(attempt.deadline()));
      case TccMessage.Release release ->
          "Release %s of %s; quiet after %s"
              .formatted(
                  Words.part(release.part()),
                  Words.attempt(release.attempt()),
                  words.time(release.quietAfter()));
      case TccMessage.Cancel cancel ->
          "Cancel %s; quiet after %s"
              .formatted(Words.part(cancel.part()), words.time(cancel.quietAfter()));
      case TccMessage.Confirm confirm -> "Confirm; quiet after " + words.time(confirm.quietAfter());
      case TccMessage.Held held ->
          "Held by %s, %s; deadline %s"
              .formatted(held.from(), Words.attempt(held.attempt()), words.time(held.deadline()));
      case TccMessage.Busy busy ->
          "Busy says %s, %s".formatted(busy.from(), Words.attempt(busy.attempt()));
      case TccMessage.Declined declined ->
          "Declined by %s: %s".formatted(declined.from(), declined.refusal());
      case TccMessage.Cancelled cancelled -> "Cancelled by " + cancelled.from();
    };
  }

  private String choreography(ChoreographyMessage message) {
    return switch (message) {
      case ChoreographyMessage.Debit debit ->
          "Debit %s among %s; valid until %s, deadline %s"
              .formatted(
                  Words.part(debit.part()),
                  Words.shards(debit.participants()),
                  words.time(debit.validUntil()),
                  words.time(debit.deadline()));
      case ChoreographyMessage.Agreed agreed ->
          "Agreed by %s, who %s"
              .formatted(
                  agreed.from(), agreed.heard() ? "has your vote" : "does not have your vote");
      case ChoreographyMessage.Declined declined ->
          "Declined by %s: %s; quiet after %s"
              .formatted(declined.from(), declined.refusal(), words.time(declined.quietAfter()));
      case ChoreographyMessage.Poll poll ->
          "Poll by %s; quiet after %s".formatted(poll.from(), words.time(poll.quietAfter()));
      case ChoreographyMessage.Heard heard -> "Heard by " + heard.from();
      case ChoreographyMessage.Committed committed -> "Committed says " + committed.from();
    };
  }

  private String twoPhase(TwoPhaseMessage message) {
    return switch (message) {
      case TwoPhaseMessage.Prepare prepare ->
          "Prepare %s; valid until %s, deadline %s"
              .formatted(
                  Words.part(prepare.part()),
                  words.time(prepare.validUntil()),
                  words.time(prepare.deadline()));
      case TwoPhaseMessage.Commit commit ->
          "Commit; quiet after " + words.time(commit.quietAfter());
      case TwoPhaseMessage.Abort abort -> "Abort; quiet after " + words.time(abort.quietAfter());
      case TwoPhaseMessage.Prepared prepared ->
          "Prepared by %s; deadline %s".formatted(prepared.from(), words.time(prepared.deadline()));
      case TwoPhaseMessage.Declined declined ->
          "Declined by %s: %s".formatted(declined.from(), declined.refusal());
      case TwoPhaseMessage.Committed committed -> "Committed by " + committed.from();
    };
  }
}
