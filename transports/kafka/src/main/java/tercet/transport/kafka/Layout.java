package tercet.transport.kafka;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.runtime.broker.Recipient;
import tercet.runtime.cluster.ClusterMap;
import tercet.runtime.cluster.ClusterNode;
import tercet.runtime.cluster.Role;

/**
 * The partitions of recipients. Each service has a topic with a partition for each shard. One topic
 * is for nodes: its first partition for all of them, and then one for each: for gateways, and then
 * for others, in the order of their names. So a node that is no gateway may come or go, and answers
 * still find the gateways.
 */
final class Layout {
  private final String ofNodes;
  private final List<String> nodes;
  private final Map<String, Integer> partitions = new LinkedHashMap<>();
  private final Map<ShardId, TopicPartition> ofShards = new HashMap<>();
  private final Map<TopicPartition, ShardId> shards = new HashMap<>();

  Layout(String prefix, ClusterMap map) {
    this.ofNodes = prefix + "-nodes";
    this.nodes =
        map.nodes().stream()
            .sorted(
                Comparator.comparing((ClusterNode node) -> !node.roles().contains(Role.GATEWAY))
                    .thenComparing(ClusterNode::name))
            .map(ClusterNode::name)
            .toList();
    for (Service service : Service.values()) {
      partitions.put(topic(prefix, service), map.shardCount());
    }
    partitions.put(ofNodes, 1 + nodes.size());
    for (ShardId shard : new Shards(map.shardCount()).all()) {
      TopicPartition partition = new TopicPartition(topic(prefix, shard.service()), shard.index());
      ofShards.put(shard, partition);
      shards.put(partition, shard);
    }
  }

  private static String topic(String prefix, Service service) {
    return prefix + "-" + service.name().toLowerCase(Locale.ROOT);
  }

  /** All topics, and how many partitions each must have. */
  Map<String, Integer> partitions() {
    return partitions;
  }

  /** The topic with a partition for each node. It may have more than the cluster file has nodes. */
  String ofNodes() {
    return ofNodes;
  }

  /** Where messages for a recipient go; null if it is none of the cluster's. */
  @Nullable TopicPartition find(Recipient recipient) {
    return switch (recipient) {
      case Recipient.Shard(ShardId shard) -> ofShards.get(shard);
      case Recipient.AllNodes() -> new TopicPartition(ofNodes, 0);
      case Recipient.Node(String name) -> {
        int index = nodes.indexOf(name);
        yield index < 0 ? null : new TopicPartition(ofNodes, 1 + index);
      }
    };
  }

  /**
   * The same for a recipient that is one of the cluster's.
   *
   * @throws IllegalArgumentException if it is not
   */
  TopicPartition of(Recipient recipient) {
    TopicPartition found = find(recipient);
    if (found == null) {
      throw new IllegalArgumentException("no partition for " + recipient);
    }
    return found;
  }

  /** The shard that a partition belongs to. */
  ShardId shard(TopicPartition partition) {
    ShardId shard = shards.get(partition);
    if (shard == null) {
      throw new IllegalArgumentException("no shard has " + partition);
    }
    return shard;
  }
}
