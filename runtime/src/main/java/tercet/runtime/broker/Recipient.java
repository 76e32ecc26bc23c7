package tercet.runtime.broker;

import tercet.kernel.id.ShardId;

/** Whose queue a message goes to. */
public sealed interface Recipient {
  /** The node that reads the queue of the shard; kept while there is none. */
  record Shard(ShardId shard) implements Recipient {}

  /** One node, if it listens now. */
  record Node(String name) implements Recipient {}

  /** Each node that listens now, the sender included. */
  record AllNodes() implements Recipient {}
}
