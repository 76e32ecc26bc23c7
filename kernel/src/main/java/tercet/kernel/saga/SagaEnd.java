package tercet.kernel.saga;

import tercet.kernel.decision.Decision;
import tercet.kernel.decision.RecordView;
import tercet.kernel.id.TransactionId;
import tercet.kernel.transaction.Branch;
import tercet.kernel.transaction.OrderVerdict;
import tercet.kernel.transaction.TransactionSettings;

/** The answer to a participant that asks after a saga has ended. */
final class SagaEnd {
  private SagaEnd() {}

  /** It is not open: the order's record decides. */
  static Decision unknown(
      RecordView records, SagaMessage.Debited vote, TransactionSettings settings) {
    TransactionId id = vote.transaction();
    return switch (OrderVerdict.of(records, id, vote.origin(), settings.mayLose())) {
      case OrderVerdict.Paid paid ->
          Decision.builder()
              .send(new SagaMessage.Complete(id, vote.order(), vote.from(), vote.deadline()))
              .build();
      case OrderVerdict.NotPaid none ->
          Decision.builder()
              .send(
                  new SagaMessage.Compensate(
                      id, vote.order(), vote.to(), Branch.unknown(vote.from()), vote.deadline()))
              .build();
      case OrderVerdict.Undecidable unknown ->
          Decision.of(vote.origin().finding(id, vote.from(), unknown.reason()));
    };
  }
}
