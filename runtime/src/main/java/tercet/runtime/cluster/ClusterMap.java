package tercet.runtime.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;

/**
 * All nodes, and which of them serve which shard. Every node computes the same from the same file.
 *
 * <p>A shard prefers the nodes of its service in an order of its own, by rendezvous hashing (D.
 * Thaler and C. Ravishankar, "Using name-based mappings to increase hit rates", IEEE/ACM
 * Transactions on Networking, 1998): each node has a hash with each shard, the highest serves. So
 * the shards of a node that is gone fall to all others evenly, and no other shard moves.
 *
 * @param nodes at least one for each service
 * @param shardCount of each service
 */
public record ClusterMap(List<ClusterNode> nodes, int shardCount, Ownership ownership) {
  /** Between the name of a node and what tells its starts apart, in a reply address. */
  private static final char START = '/';

  /**
   * @throws IllegalArgumentException with a sentence that says what is wrong
   */
  public ClusterMap {
    nodes = List.copyOf(nodes);
    if (shardCount < 1) {
      throw new IllegalArgumentException("at least one shard is needed, not " + shardCount);
    }
    Set<String> names = new HashSet<>();
    Set<NodeAddress> addresses = new HashSet<>();
    for (ClusterNode node : nodes) {
      if (!names.add(node.name())) {
        throw new IllegalArgumentException("two nodes are called " + node.name());
      }
      if (!addresses.add(node.address())) {
        throw new IllegalArgumentException("two nodes have the address " + node.address());
      }
    }
    for (Service service : Service.values()) {
      if (nodes.stream().noneMatch(node -> node.serves(service))) {
        throw new IllegalArgumentException("no node has the role " + Role.of(service).word());
      }
    }
  }

  /**
   * The node of a name.
   *
   * @throws IllegalArgumentException with a sentence if there is none
   */
  public ClusterNode node(String name) {
    for (ClusterNode node : nodes) {
      if (node.name().equals(name)) {
        return node;
      }
    }
    throw new IllegalArgumentException(
        "there is no node '%s'; there are %s"
            .formatted(name, nodes.stream().map(ClusterNode::name).toList()));
  }

  /** The nodes that can serve a shard, the preferred one first. Never empty. */
  public List<ClusterNode> servers(ShardId shard) {
    List<ClusterNode> servers = new ArrayList<>();
    for (ClusterNode node : nodes) {
      if (node.serves(shard.service())) {
        servers.add(node);
      }
    }
    servers.sort(
        Comparator.comparingLong((ClusterNode node) -> weight(node.name(), shard))
            .reversed()
            .thenComparing(ClusterNode::name));
    return switch (ownership) {
      case ONE_NODE -> List.of(servers.getFirst());
      case ANY_NODE -> List.copyOf(servers);
    };
  }

  /** The shards that a node must be ready to serve. */
  public List<ShardId> servedBy(ClusterNode node) {
    return new Shards(shardCount)
        .all().stream().filter(shard -> servers(shard).contains(node)).toList();
  }

  /** The shards that a node serves as long as it is there. */
  public List<ShardId> preferring(ClusterNode node) {
    return new Shards(shardCount)
        .all().stream().filter(shard -> servers(shard).getFirst().equals(node)).toList();
  }

  /**
   * The name under which answers find back to one start of a node.
   *
   * @param start unique for all time
   */
  public static String replyName(String node, String start) {
    return node + START + start;
  }

  /** The name of the node that a reply name belongs to. */
  public static String nodeOf(String replyName) {
    int end = replyName.indexOf(START);
    return end < 0 ? replyName : replyName.substring(0, end);
  }

  /**
   * FNV-1a, then the finalizer of MurmurHash3 (both in the public domain), because FNV alone leaves
   * the high bits of similar names alike. Where a process owns its store, a change of this function
   * would separate shards from their records.
   */
  private static long weight(String node, ShardId shard) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < node.length(); i++) {
      hash = (hash ^ node.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ shard.service().number()) * 0x100000001b3L;
    hash = (hash ^ shard.index()) * 0x100000001b3L;
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return hash ^ (hash >>> 33);
  }
}
