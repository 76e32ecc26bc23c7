package tercet.kernel.saga;

import java.time.Instant;
import java.util.List;
import tercet.kernel.Decision;
import tercet.kernel.Finding;
import tercet.kernel.Key;
import tercet.kernel.Records;
import tercet.kernel.ShardId;
import tercet.kernel.TransactionId;
import tercet.kernel.command.Answer;
import tercet.kernel.transaction.Part;
import tercet.kernel.transaction.Transaction;
import tercet.kernel.transaction.Verdict;
import tercet.kernel.transaction.Waiter;

/** How a saga ends: what who asks afterwards hears, and what is open until all is given back. */
final class SagaEnd {
  private SagaEnd() {}

  /** It is not open: the order's record decides. */
  static Decision unknown(Records records, SagaMessage.Debited vote) {
    TransactionId id = vote.transaction();
    return switch (Verdict.of(records, id, vote.origin())) {
      case Verdict.Paid paid ->
          Decision.builder()
              .send(new SagaMessage.Keep(id, vote.order(), vote.from(), vote.deadline()))
              .build();
      case Verdict.NotPaid none ->
          Decision.builder()
              .send(
                  new SagaMessage.Undo(
                      id, vote.order(), vote.to(), Part.unknown(vote.from()), vote.deadline()))
              .build();
      case Verdict.Undecidable unknown ->
          Decision.of(new Finding(id, vote.order(), vote.to(), vote.from(), unknown.reason()));
    };
  }

  /**
   * Keeps an aborted saga as long as a participant still holds something. The clients are told when
   * none does, and from the deadline on in any case.
   */
  static void settle(Decision.Builder decision, Key key, Saga.Undoing saga, Instant now) {
    if (saga.awaiting().isEmpty()) {
      Waiter.answer(saga.waiters(), new Answer.Refused(saga.refusal()), decision);
      decision.delete(key);
    } else {
      stayOpen(decision, key, saga, now);
    }
  }

  static void stayOpen(Decision.Builder decision, Key key, Saga.Undoing saga, Instant now) {
    if (now.isBefore(saga.transaction().deadline())) {
      decision.put(key, saga);
    } else {
      Waiter.answer(saga.waiters(), new Answer.Refused(saga.refusal()), decision);
      decision.put(key, saga.withWaiters(List.of()));
    }
  }

  static void sendUndo(Decision.Builder decision, ShardId self, Saga.Undoing saga) {
    Transaction transaction = saga.transaction();
    for (ShardId shard : saga.awaiting()) {
      decision.send(
          new SagaMessage.Undo(
              transaction.id(),
              transaction.order(),
              self,
              transaction.part(shard),
              saga.quietAfter()));
    }
  }
}
