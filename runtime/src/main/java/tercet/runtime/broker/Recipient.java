package tercet.runtime.broker;

import tercet.kernel.id.ShardId;

/** Whose queue a message goes to. Its text is for logs. */
public sealed interface Recipient {
  /**
   * The node that reads the queue of the shard. The broker keeps the message while there is none.
   */
  record Shard(ShardId shard) implements Recipient {
    @Override
    public String toString() {
      return "shard " + shard;
    }
  }

  /** One node, if it listens now. */
  record Node(String name) implements Recipient {
    @Override
    public String toString() {
      return "node " + name;
    }
  }

  /** Each node that listens now, the sender included. */
  record AllNodes() implements Recipient {
    @Override
    public String toString() {
      return "all nodes";
    }
  }
}
