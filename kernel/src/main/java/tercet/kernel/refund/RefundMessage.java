package tercet.kernel.refund;

import java.time.Instant;
import tercet.kernel.decision.Message;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.TransactionId;
import tercet.kernel.transaction.Branch;
import tercet.kernel.transaction.Origin;

/** Messages of a refund; its id stands where others have that of their transaction. */
public sealed interface RefundMessage extends Message {
  /** Where the refund comes from. */
  Origin origin();

  @Override
  default OrderId order() {
    return origin().order();
  }

  /**
   * To a participant: give back these amounts, unless you have done it.
   *
   * @param retainUntil until then a participant without a record has not done it; later it may have
   *     forgotten it, and does nothing
   */
  record GiveBack(
      TransactionId transaction,
      Origin origin,
      Branch branch,
      Instant validUntil,
      Instant retainUntil)
      implements RefundMessage {
    @Override
    public ShardId to() {
      return branch.shard();
    }
  }

  /**
   * To the order's shard: it is done, and my store cannot lose that.
   *
   * @param closed whether I have heard {@link Closed}, and will say this no more by myself
   */
  record GivenBack(TransactionId transaction, Origin origin, ShardId from, boolean closed)
      implements RefundMessage {
    @Override
    public ShardId to() {
      return origin.shard();
    }

    /** A client waits for the first one. */
    @Override
    public boolean isUrgent() {
      return !closed;
    }
  }

  /** To a participant: I know that it is done, and send {@link GiveBack} no more. */
  record Closed(TransactionId transaction, Origin origin, ShardId to, Instant noneValidAfter)
      implements RefundMessage {
    @Override
    public boolean isUrgent() {
      return false;
    }
  }
}
