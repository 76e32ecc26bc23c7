package tercet.kernel;

import tercet.kernel.choreography.ChoreographyMessage;
import tercet.kernel.saga.SagaMessage;
import tercet.kernel.tcc.TccMessage;
import tercet.kernel.twophase.TwoPhaseMessage;

/** What shards say to each other about a transaction. */
public sealed interface Message extends Input
    permits SagaMessage, TccMessage, TwoPhaseMessage, ChoreographyMessage {
  /** The transaction that it is about. */
  TransactionId transaction();

  /** The order that the transaction pays, whose shard coordinates it. */
  OrderId order();
}
