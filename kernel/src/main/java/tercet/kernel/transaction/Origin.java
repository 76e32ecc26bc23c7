package tercet.kernel.transaction;

import tercet.kernel.decision.Finding;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.TransactionId;

/**
 * Where a transaction comes from. A participant keeps it and says it with each vote, so that the
 * shard of the order can answer even if it does not know the transaction.
 *
 * @param order that the transaction pays
 * @param shard of the order
 * @param generation of the order when it began; see {@link tercet.kernel.order.Order#generation}
 * @param incarnation of the shard's records when it began; see {@link
 *     tercet.kernel.decision.RecordView#incarnation}
 */
public record Origin(OrderId order, ShardId shard, long generation, long incarnation) {

  /**
   * The number that stands for an older version's origin, which has neither generation nor
   * incarnation.
   */
  public static Origin unknown(OrderId order, ShardId shard) {
    return new Origin(order, shard, 0, 0);
  }

  /**
   * Whether it is of the same attempt, as far as both tell. A transaction whose begin was lost with
   * the store may be begun again under its id, with other parts.
   */
  public boolean isOfSameLife(Origin other) {
    return isOfLife(other.incarnation);
  }

  /**
   * The same for an incarnation.
   *
   * @param other of the order's shard when a transaction of this id began, or 0 if that is unknown
   */
  public boolean isOfLife(long other) {
    return incarnation == other || incarnation == 0 || other == 0;
  }

  /**
   * Tells an operator that its outcome cannot be told.
   *
   * @param participant that asked, or was told
   */
  public Finding finding(TransactionId transaction, ShardId participant, Finding.Reason reason) {
    return new Finding(transaction, order, shard, generation, incarnation, participant, reason);
  }

  public boolean isUnknown() {
    return generation == 0 && incarnation == 0;
  }
}
