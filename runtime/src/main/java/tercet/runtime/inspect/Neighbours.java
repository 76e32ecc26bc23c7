package tercet.runtime.inspect;

import java.util.List;
import java.util.function.Predicate;
import tercet.kernel.id.ShardId;

/** The nodes of a shop, as one of them sees them. Safe for any thread. */
public interface Neighbours {
  /** The name of this node. */
  String self();

  /** The names of all nodes, this one included. */
  List<String> nodes();

  /** The nodes that can serve a shard, the preferred one first. */
  List<String> servers(ShardId shard);

  /** Whether a node is there, as far as is known. */
  boolean reaches(String node);

  /** Whether a node that serves the shard can be reached, as far as is known. */
  boolean reaches(ShardId shard);

  /** Whether every node that is there has reached this one since the start. */
  boolean isReached();

  /**
   * Of some shards those that this node serves now: it is the first of their nodes that is there.
   */
  default List<ShardId> servedNow(List<ShardId> shards) {
    Predicate<String> there = node -> node.equals(self()) || reaches(node);
    return shards.stream()
        .filter(
            shard -> servers(shard).stream().filter(there).findFirst().orElse("").equals(self()))
        .toList();
  }
}
