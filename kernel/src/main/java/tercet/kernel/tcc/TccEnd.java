package tercet.kernel.tcc;

import tercet.kernel.decision.Decision;
import tercet.kernel.decision.RecordView;
import tercet.kernel.id.TransactionId;
import tercet.kernel.transaction.Branch;
import tercet.kernel.transaction.OrderVerdict;
import tercet.kernel.transaction.TransactionSettings;

/** The end of a transaction that its coordinator does not know any more. */
final class TccEnd {
  private TccEnd() {}

  /** It is not open: the order's record decides. */
  static Decision unknown(RecordView records, TccMessage.Held vote, TransactionSettings settings) {
    TransactionId id = vote.transaction();
    return switch (OrderVerdict.of(records, id, vote.origin(), settings.mayLose())) {
      case OrderVerdict.Paid paid ->
          Decision.builder()
              .send(new TccMessage.Confirm(id, vote.order(), vote.from(), vote.deadline()))
              .build();
      case OrderVerdict.NotPaid none ->
          Decision.builder()
              .send(
                  new TccMessage.Cancel(
                      id, vote.order(), vote.to(), Branch.unknown(vote.from()), vote.deadline()))
              .build();
      case OrderVerdict.Undecidable unknown ->
          Decision.of(vote.origin().finding(id, vote.from(), unknown.reason()));
    };
  }
}
