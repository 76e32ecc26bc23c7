package tercet.runtime.broker;

import java.util.function.BooleanSupplier;
import tercet.kernel.id.ShardId;

/** Takes what a {@link Broker} hands over. Safe for any number of threads. */
public interface Inbox {
  /**
   * Takes a message from the queue of a shard. While the node has no room this waits, at the most
   * until the message is too old.
   *
   * @return whether everything in it has been decided; until then the message must not be confirmed
   *     to the broker. Messages of one shard become true in the order in which they were taken. It
   *     never becomes true if the node's store fails
   */
  BooleanSupplier fromShard(ShardId shard, byte[] batch);

  /** Takes a message that came for this node or for all nodes. Never waits. */
  void forNode(byte[] batch);
}
