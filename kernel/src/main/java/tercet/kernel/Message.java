package tercet.kernel;

import tercet.kernel.saga.SagaMessage;

/** What shards say to each other about a transaction. */
public sealed interface Message extends Input permits SagaMessage {
  /** The transaction that it is about. */
  TransactionId transaction();

  /** The order that the transaction pays, whose shard coordinates it. */
  OrderId order();
}
