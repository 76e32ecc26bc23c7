package tercet.kernel.twophase;

import java.time.Instant;
import tercet.kernel.command.Refusal;
import tercet.kernel.decision.Message;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.TransactionId;
import tercet.kernel.transaction.Branch;
import tercet.kernel.transaction.Origin;

/** Messages between the coordinator and the participants of a two-phase commit. */
public sealed interface TwoPhaseMessage extends Message {

  /** To a participant. */
  sealed interface ToParticipant extends TwoPhaseMessage {}

  /** To the shard of the order. */
  sealed interface ToCoordinator extends TwoPhaseMessage {
    /** The participant that says it. */
    ShardId from();
  }

  /**
   * Lock your part, and promise to do it.
   *
   * @param origin where the vote goes, with what it says of the transaction
   * @param validUntil a participant that receives it then or later ignores it
   * @param deadline of the transaction; no prepare is valid after it
   */
  record Prepare(
      TransactionId transaction, Origin origin, Branch branch, Instant validUntil, Instant deadline)
      implements ToParticipant {
    @Override
    public OrderId order() {
      return origin.order();
    }

    @Override
    public ShardId to() {
      return branch.shard();
    }
  }

  /**
   * The order is paid: do your part, and unlock.
   *
   * @param noneValidAfter no {@link Prepare} of this transaction is valid after then
   */
  record Commit(
      TransactionId transaction,
      OrderId order,
      ShardId coordinator,
      ShardId to,
      Instant noneValidAfter)
      implements ToParticipant {}

  /**
   * Unlock. Not answered; a participant that misses it votes again and is told again.
   *
   * @param noneValidAfter no {@link Prepare} of this transaction is valid after then
   */
  record Abort(TransactionId transaction, OrderId order, ShardId to, Instant noneValidAfter)
      implements ToParticipant {}

  /**
   * I have locked my part and promise to do it, or to undo the locks, as you say.
   *
   * @param origin of the transaction, as the participant was told
   * @param deadline of the transaction
   */
  record Prepared(TransactionId transaction, Origin origin, ShardId from, Instant deadline)
      implements ToCoordinator {
    @Override
    public OrderId order() {
      return origin.order();
    }

    @Override
    public ShardId to() {
      return origin.shard();
    }
  }

  /** I cannot do my part, and hold no locks. */
  record Declined(
      TransactionId transaction, OrderId order, ShardId to, ShardId from, Refusal refusal)
      implements ToCoordinator {}

  /** I did my part. */
  record Committed(TransactionId transaction, OrderId order, ShardId to, ShardId from)
      implements ToCoordinator {
    @Override
    public boolean isUrgent() {
      return false;
    }
  }
}
