package tercet.kernel.choreography;

import java.time.Instant;
import java.util.List;
import tercet.kernel.command.Refusal;
import tercet.kernel.decision.Message;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.TransactionId;
import tercet.kernel.transaction.Branch;
import tercet.kernel.transaction.Origin;

/** Messages between the shards of a choreographed saga. */
public sealed interface ChoreographyMessage extends Message {

  /** From one that votes, or asks for votes, to another one. */
  sealed interface BetweenShards extends ChoreographyMessage {
    ShardId from();
  }

  /**
   * Do your part, and tell all others.
   *
   * @param origin where the order is, with what it says of the transaction
   * @param participants all of them
   * @param validUntil a participant that receives it then or later ignores it
   * @param deadline of the transaction; no debit is valid after it
   */
  record Debit(
      TransactionId transaction,
      Origin origin,
      Branch branch,
      List<ShardId> participants,
      Instant validUntil,
      Instant deadline)
      implements ChoreographyMessage {
    public Debit {
      participants = List.copyOf(participants);
    }

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
   * I did my part. Answered by {@link VoteAck}.
   *
   * @param incarnation of the order's shard when the transaction began, or 0 if that is unknown
   * @param heard whether the sender has the receiver's vote
   */
  record VoteYes(
      TransactionId transaction,
      OrderId order,
      ShardId to,
      ShardId from,
      long incarnation,
      boolean heard)
      implements BetweenShards {}

  /**
   * To the order's shard: I have the votes of all, so it is committed, and the order is to be paid.
   * Answered by {@link VoteAck} once it is.
   *
   * @param origin of the transaction, as the participant was told
   */
  record Committed(TransactionId transaction, Origin origin, ShardId from)
      implements BetweenShards {
    @Override
    public OrderId order() {
      return origin.order();
    }

    @Override
    public ShardId to() {
      return origin.shard();
    }
  }

  /**
   * I hold nothing and will do nothing: the transaction is aborted.
   *
   * @param noneValidAfter no {@link Debit} of this transaction is valid after then
   */
  record Declined(
      TransactionId transaction,
      OrderId order,
      ShardId to,
      ShardId from,
      Refusal refusal,
      Instant noneValidAfter)
      implements BetweenShards {}

  /**
   * Tell me your vote; if you have none, it is no.
   *
   * @param incarnation of the order's shard when the transaction began, or 0 if that is unknown
   * @param noneValidAfter no {@link Debit} of this transaction is valid after then
   */
  record VoteRequest(
      TransactionId transaction,
      OrderId order,
      ShardId to,
      ShardId from,
      long incarnation,
      Instant noneValidAfter)
      implements BetweenShards {}

  /** I have your vote, and need nothing any more. From the order's shard: the order is paid. */
  record VoteAck(TransactionId transaction, OrderId order, ShardId to, ShardId from)
      implements BetweenShards {
    @Override
    public boolean isUrgent() {
      return false;
    }
  }
}
