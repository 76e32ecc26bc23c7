package tercet.runtime.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;

/** The nodes of a {@link ClusterMap} as destinations. Never changes. */
final class PeerDirectory implements PeerRoutes.Directory {
  private final Map<String, Destination> byName = new HashMap<>();
  private final Map<ShardId, List<Destination>> byShard = new HashMap<>();

  /**
   * @param self name of this node, which answers find although the map may not have it
   * @param thisNode its destination
   * @param destination of a node; asked once for each
   */
  PeerDirectory(
      ClusterMap map,
      String self,
      Destination thisNode,
      Function<ClusterNode, Destination> destination) {
    byName.put(self, thisNode);
    map.nodes().forEach(node -> byName.put(node.name(), destination.apply(node)));
    for (ShardId shard : new Shards(map.shardCount()).all()) {
      List<Destination> servers = new ArrayList<>();
      map.servers(shard).forEach(node -> servers.add(require(node.name())));
      byShard.put(shard, List.copyOf(servers));
    }
  }

  private Destination require(String name) {
    Destination destination = byName.get(name);
    if (destination == null) {
      throw new IllegalStateException("the map names a node that it does not have: " + name);
    }
    return destination;
  }

  @Override
  public List<Destination> servers(ShardId shard) {
    return byShard.getOrDefault(shard, List.of());
  }

  @Override
  public @Nullable Destination asking(String replyName) {
    return named(ClusterMap.nodeOf(replyName));
  }

  /** Null if there is no such node. */
  @Nullable Destination named(String name) {
    return byName.get(name);
  }

  /** The shards that a node serves or could serve. */
  List<ShardId> shards(String name) {
    Destination server = named(name);
    List<ShardId> shards = new ArrayList<>();
    byShard.forEach((shard, servers) -> {
      if (server != null && servers.contains(server)) {
        shards.add(shard);
      }
    });
    return shards;
  }
}
