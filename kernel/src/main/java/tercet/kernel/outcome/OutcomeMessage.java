package tercet.kernel.outcome;

import java.time.Instant;
import tercet.kernel.command.Refusal;
import tercet.kernel.decision.Message;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.TransactionId;
import tercet.kernel.transaction.Branch;
import tercet.kernel.transaction.Origin;

/**
 * Messages between the shard of an order and the participants about an outcome that may be lost.
 */
public sealed interface OutcomeMessage extends Message {
  /** Where the transaction comes from. */
  Origin origin();

  @Override
  default OrderId order() {
    return origin().order();
  }

  /** To a participant. */
  sealed interface ToParticipant extends OutcomeMessage {
    /** The participant's part, to do or to give back. */
    Branch branch();

    /** A participant that receives it then or later ignores it. */
    @Override
    Instant validUntil();

    /**
     * Until then a participant that has no record has lost it, or never had one. Later it may have
     * forgotten it, and does nothing.
     */
    Instant retainUntil();

    @Override
    default ShardId to() {
      return branch().shard();
    }
  }

  /** To the shard of the order. */
  sealed interface ToCoordinator extends OutcomeMessage {
    /** The participant that says it. */
    ShardId from();

    @Override
    default ShardId to() {
      return origin().shard();
    }
  }

  /** The order is paid: do your part unless you have done it. */
  record Apply(
      TransactionId transaction,
      Origin origin,
      Branch branch,
      Instant validUntil,
      Instant retainUntil)
      implements ToParticipant {}

  /** The order is not paid: give back what you took. */
  record Revoke(
      TransactionId transaction,
      Origin origin,
      Branch branch,
      Instant validUntil,
      Instant retainUntil)
      implements ToParticipant {}

  /**
   * My part is done, or given back.
   *
   * @param applied whether I have done my part; else I hold nothing
   * @param lasting whether my store cannot lose that any more
   */
  record Report(
      TransactionId transaction, Origin origin, ShardId from, boolean applied, boolean lasting)
      implements ToCoordinator {
    @Override
    public boolean isUrgent() {
      return false;
    }
  }

  /** I have lost my part, and cannot do it again: it does not suffice any more. */
  record Unable(TransactionId transaction, Origin origin, ShardId from, Refusal refusal)
      implements ToCoordinator {}

  /**
   * The order says the same, and will not change: keep it.
   *
   * @param applied whether the order is paid
   */
  record Agreed(TransactionId transaction, Origin origin, ShardId to, boolean applied)
      implements OutcomeMessage {
    @Override
    public boolean isUrgent() {
      return false;
    }
  }
}
