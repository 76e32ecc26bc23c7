package tercet.kernel.saga;

import java.time.Instant;
import tercet.kernel.command.Refusal;
import tercet.kernel.decision.Message;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.TransactionId;
import tercet.kernel.transaction.Branch;
import tercet.kernel.transaction.Origin;

/** Messages between the coordinator and the participants of a saga. */
public sealed interface SagaMessage extends Message {

  /** To a participant. */
  sealed interface ToParticipant extends SagaMessage {
    Branch branch();

    @Override
    default ShardId to() {
      return branch().shard();
    }
  }

  /** To the shard of the order. */
  sealed interface ToCoordinator extends SagaMessage {
    /** The participant that says it. */
    ShardId from();
  }

  /**
   * Do your part.
   *
   * @param origin where the vote goes, with what it says of the transaction
   * @param validUntil a participant that receives it then or later ignores it
   * @param deadline of the transaction; no debit is valid after it
   */
  record Debit(
      TransactionId transaction, Origin origin, Branch branch, Instant validUntil, Instant deadline)
      implements ToParticipant {
    @Override
    public OrderId order() {
      return origin.order();
    }
  }

  /**
   * Give back what you took, and take nothing any more.
   *
   * @param noneValidAfter no {@link Debit} of this transaction is valid after then
   */
  record Compensate(
      TransactionId transaction,
      OrderId order,
      ShardId coordinator,
      Branch branch,
      Instant noneValidAfter)
      implements ToParticipant {}

  /**
   * The order is paid: keep the debit. Not answered; a participant that misses it votes again and
   * is told again.
   *
   * @param noneValidAfter no {@link Debit} of this transaction is valid after then
   */
  record Complete(TransactionId transaction, OrderId order, ShardId to, Instant noneValidAfter)
      implements SagaMessage {
    @Override
    public boolean isUrgent() {
      return false;
    }
  }

  /**
   * I did my part, and can still undo it.
   *
   * @param origin of the transaction, as the participant was told
   * @param deadline of the transaction
   */
  record Debited(TransactionId transaction, Origin origin, ShardId from, Instant deadline)
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

  /** I did nothing and will do nothing. */
  record Declined(
      TransactionId transaction, OrderId order, ShardId to, ShardId from, Refusal refusal)
      implements ToCoordinator {}

  /** I gave everything back, or never took anything, and will take nothing. */
  record Compensated(TransactionId transaction, OrderId order, ShardId to, ShardId from)
      implements ToCoordinator {}
}
