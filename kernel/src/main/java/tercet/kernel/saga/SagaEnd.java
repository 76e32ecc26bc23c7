package tercet.kernel.saga;

import java.time.Instant;
import java.util.List;
import tercet.kernel.command.Answer;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.Finding;
import tercet.kernel.decision.RecordView;
import tercet.kernel.id.Key;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.TransactionId;
import tercet.kernel.transaction.Branch;
import tercet.kernel.transaction.PendingClient;
import tercet.kernel.transaction.Transaction;
import tercet.kernel.transaction.Verdict;

/** How a saga ends: what who asks afterwards hears, and what is open until all is given back. */
final class SagaEnd {
  private SagaEnd() {}

  /** It is not open: the order's record decides. */
  static Decision unknown(RecordView records, SagaMessage.Debited vote) {
    TransactionId id = vote.transaction();
    return switch (Verdict.of(records, id, vote.origin())) {
      case Verdict.Paid paid ->
          Decision.builder()
              .send(new SagaMessage.Complete(id, vote.order(), vote.from(), vote.deadline()))
              .build();
      case Verdict.NotPaid none ->
          Decision.builder()
              .send(
                  new SagaMessage.Compensate(
                      id, vote.order(), vote.to(), Branch.unknown(vote.from()), vote.deadline()))
              .build();
      case Verdict.Undecidable unknown ->
          Decision.of(new Finding(id, vote.order(), vote.to(), vote.from(), unknown.reason()));
    };
  }

  /**
   * Keeps an aborted saga as long as a participant still holds something. The clients are told when
   * none does, and from the deadline on in any case.
   */
  static void settle(Decision.Builder decision, Key key, Saga.Compensating saga, Instant now) {
    if (saga.awaiting().isEmpty()) {
      PendingClient.answer(saga.waiters(), new Answer.Refused(saga.refusal()), decision);
      decision.delete(key);
    } else {
      stayOpen(decision, key, saga, now);
    }
  }

  static void stayOpen(Decision.Builder decision, Key key, Saga.Compensating saga, Instant now) {
    if (now.isBefore(saga.transaction().deadline())) {
      decision.put(key, saga);
    } else {
      PendingClient.answer(saga.waiters(), new Answer.Refused(saga.refusal()), decision);
      decision.put(key, saga.withWaiters(List.of()));
    }
  }

  static void sendCompensate(Decision.Builder decision, ShardId self, Saga.Compensating saga) {
    Transaction transaction = saga.transaction();
    for (ShardId shard : saga.awaiting()) {
      decision.send(
          new SagaMessage.Compensate(
              transaction.id(),
              transaction.order(),
              self,
              transaction.branch(shard),
              saga.noneValidAfter()));
    }
  }
}
