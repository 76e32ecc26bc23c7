package tercet.runtime.broker;

import java.util.function.BooleanSupplier;
import tercet.kernel.id.ShardId;

/**
 * Takes what a {@link Broker} hands over. A message that it fails at is logged and dropped; it
 * throws nothing. Safe for any number of threads.
 */
public interface Inbox {
  /**
   * Takes a message from the queue of a shard. Waits while the node has no room, but no longer than
   * until the message expires.
   *
   * @return true as soon as all its envelopes are decided; then the adapter may confirm the message
   *     to the broker. Messages of one shard become true in the order in which they were taken.
   *     After a failure of the node's store it stays false
   */
  BooleanSupplier fromShard(ShardId shard, byte[] batch);

  /** Takes a message that came for this node or for all nodes. Never waits. */
  void forNode(byte[] batch);
}
