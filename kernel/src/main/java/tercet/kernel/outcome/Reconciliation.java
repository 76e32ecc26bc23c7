package tercet.kernel.outcome;

import java.time.Instant;
import java.util.List;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.ShardId;
import tercet.kernel.transaction.Transaction;

/**
 * A decided transaction at the shard of its order, until every participant has reported that it has
 * followed the outcome and cannot lose that. It does not keep the order from being changed.
 *
 * @param paid whether the order is paid by it; else it was, and a participant was unable
 * @param awaiting participants whose report is missing
 * @param retainUntil so long every participant remembers what it has done, at least
 * @param sends how often the outcome was sent again
 */
public record Reconciliation(
    Transaction transaction,
    boolean paid,
    List<ShardId> awaiting,
    Instant retainUntil,
    int sends,
    Instant wakeAt)
    implements StoredRecord.Open {
  public Reconciliation {
    awaiting = List.copyOf(awaiting);
  }

  Reconciliation without(ShardId participant) {
    List<ShardId> left = awaiting.stream().filter(shard -> !shard.equals(participant)).toList();
    return new Reconciliation(transaction, paid, left, retainUntil, sends, wakeAt);
  }

  Reconciliation sentAgain(Instant wakeAtNext) {
    return new Reconciliation(transaction, paid, awaiting, retainUntil, sends + 1, wakeAtNext);
  }

  /** The order is not paid after all, and every participant is to give back. */
  Reconciliation revoked() {
    return new Reconciliation(
        transaction, false, transaction.participants(), retainUntil, 0, wakeAt);
  }
}
