package tercet.kernel.decision;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tercet.kernel.choreography.ChoreographyMessage;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.TransactionId;
import tercet.kernel.outcome.OutcomeMessage;
import tercet.kernel.refund.RefundMessage;
import tercet.kernel.saga.SagaMessage;
import tercet.kernel.tcc.TccMessage;
import tercet.kernel.twophase.TwoPhaseMessage;

/** A message between two shards about a transaction. */
public sealed interface Message extends Input
    permits SagaMessage,
        TccMessage,
        TwoPhaseMessage,
        ChoreographyMessage,
        OutcomeMessage,
        RefundMessage {
  /** The transaction that it is about. */
  TransactionId transaction();

  /** The order that the transaction pays, whose shard coordinates it. */
  OrderId order();

  /**
   * Whether a client, a lock or another transaction waits for its effect. One for which none does
   * may wait for others, to share their commit.
   */
  default boolean isUrgent() {
    return true;
  }

  /**
   * A participant that receives it then or later ignores it. Null for a message that asks it for
   * nothing that could be too late.
   */
  default @Nullable Instant validUntil() {
    return null;
  }

  /**
   * No message of its transaction (or attempt) that has {@link #validUntil} is valid after then.
   * Null if it says nothing about that.
   */
  default @Nullable Instant noneValidAfter() {
    return null;
  }
}
