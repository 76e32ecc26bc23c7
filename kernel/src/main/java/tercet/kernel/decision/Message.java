package tercet.kernel.decision;

import tercet.kernel.choreography.ChoreographyMessage;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.TransactionId;
import tercet.kernel.outcome.OutcomeMessage;
import tercet.kernel.saga.SagaMessage;
import tercet.kernel.tcc.TccMessage;
import tercet.kernel.twophase.TwoPhaseMessage;

/** What shards say to each other about a transaction. */
public sealed interface Message extends Input
    permits SagaMessage, TccMessage, TwoPhaseMessage, ChoreographyMessage, OutcomeMessage {
  /** The transaction that it is about. */
  TransactionId transaction();

  /** The order that the transaction pays, whose shard coordinates it. */
  OrderId order();
}
