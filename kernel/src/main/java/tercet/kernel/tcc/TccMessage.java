package tercet.kernel.tcc;

import java.time.Instant;
import tercet.kernel.command.Refusal;
import tercet.kernel.decision.Message;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.TransactionId;
import tercet.kernel.transaction.Branch;
import tercet.kernel.transaction.Origin;

/** Messages between the coordinator and the participants of a try-confirm-cancel transaction. */
public sealed interface TccMessage extends Message {

  /** To a participant. */
  sealed interface ToParticipant extends TccMessage {
    Branch branch();

    @Override
    default ShardId to() {
      return branch().shard();
    }
  }

  /** To the shard of the order. */
  sealed interface ToCoordinator extends TccMessage {
    /** The participant that says it. */
    ShardId from();
  }

  /**
   * Hold your part.
   *
   * @param origin where the vote goes, with what it says of the transaction
   * @param attempt see {@link Tcc.Trying}
   * @param validUntil a participant that receives it then or later ignores it
   * @param deadline of the transaction; no try is valid after it
   */
  record Try(
      TransactionId transaction,
      Origin origin,
      Branch branch,
      int attempt,
      Instant validUntil,
      Instant deadline)
      implements ToParticipant {
    @Override
    public OrderId order() {
      return origin.order();
    }
  }

  /**
   * Release what you hold of this attempt; there will be another one. Not answered.
   *
   * @param noneValidAfter no {@link Try} of this attempt is valid after then
   */
  record Release(
      TransactionId transaction, OrderId order, Branch branch, int attempt, Instant noneValidAfter)
      implements ToParticipant {}

  /**
   * It is aborted: release what you hold, and hold nothing any more.
   *
   * @param noneValidAfter no {@link Try} of this transaction is valid after then
   */
  record Cancel(
      TransactionId transaction,
      OrderId order,
      ShardId coordinator,
      Branch branch,
      Instant noneValidAfter)
      implements ToParticipant {}

  /**
   * The order is paid: take the amounts that you hold. Not answered; a participant that misses it
   * votes again and is told again.
   *
   * @param noneValidAfter no {@link Try} of this transaction is valid after then
   */
  record Confirm(TransactionId transaction, OrderId order, ShardId to, Instant noneValidAfter)
      implements TccMessage {
    @Override
    public boolean isUrgent() {
      return false;
    }
  }

  /**
   * I hold my part.
   *
   * @param origin of the transaction, as the participant was told
   * @param attempt the latest under which I was asked
   * @param deadline of the transaction
   */
  record Held(TransactionId transaction, Origin origin, ShardId from, int attempt, Instant deadline)
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

  /** Others hold what I would need; if they abort, I can hold my part. */
  record Busy(TransactionId transaction, OrderId order, ShardId to, ShardId from, int attempt)
      implements ToCoordinator {}

  /** I hold nothing and will hold nothing: even if all others aborted it would not suffice. */
  record Declined(
      TransactionId transaction, OrderId order, ShardId to, ShardId from, Refusal refusal)
      implements ToCoordinator {}

  /** I hold nothing, and will hold nothing. */
  record Cancelled(TransactionId transaction, OrderId order, ShardId to, ShardId from)
      implements ToCoordinator {}
}
