package tercet.runtime.broker;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.runtime.cluster.ClusterMap;
import tercet.runtime.cluster.ClusterNode;

/** The nodes that serve each shard, in the order in which they would read its queue. */
final class ShardServers {
  private final Map<ShardId, List<String>> servers = new LinkedHashMap<>();

  ShardServers(ClusterMap map) {
    for (ShardId shard : new Shards(map.shardCount()).all()) {
      servers.put(shard, map.servers(shard).stream().map(ClusterNode::name).toList());
    }
  }

  Set<ShardId> shards() {
    return servers.keySet();
  }

  /** The shards that some of these nodes serve. */
  Set<ShardId> servedBy(Collection<String> nodes) {
    Set<ShardId> shards = new LinkedHashSet<>();
    servers.forEach((shard, some) -> {
      if (some.stream().anyMatch(nodes::contains)) {
        shards.add(shard);
      }
    });
    return shards;
  }

  /** The shards whose first living server is this node. */
  Set<ShardId> readBy(String node, Predicate<String> lives) {
    Set<ShardId> shards = new HashSet<>();
    servers.forEach((shard, some) -> {
      if (some.stream().filter(lives).findFirst().orElse("").equals(node)) {
        shards.add(shard);
      }
    });
    return shards;
  }

  /** Whether some server of the shard lives. */
  boolean isServed(ShardId shard, Predicate<String> lives) {
    return servers.getOrDefault(shard, List.of()).stream().anyMatch(lives);
  }
}
