package tercet.server.wiring;

import java.util.List;
import java.util.function.Supplier;
import tercet.kernel.id.ShardId;
import tercet.runtime.cluster.ClusterMap;
import tercet.runtime.cluster.ClusterNode;
import tercet.runtime.cluster.ClusterTransport;
import tercet.runtime.inspect.Neighbours;

/**
 * The nodes of a cluster, by the map that this node goes by and what its transport knows of them.
 */
record ClusterNeighbours(String self, Supplier<ClusterMap> map, ClusterTransport transport)
    implements Neighbours {
  /** A shop of one process. */
  static Neighbours alone(String self) {
    return new Alone(self);
  }

  private record Alone(String self) implements Neighbours {
    @Override
    public List<String> nodes() {
      return List.of(self);
    }

    @Override
    public List<String> servers(ShardId shard) {
      return List.of(self);
    }

    @Override
    public boolean reaches(String node) {
      return node.equals(self);
    }

    @Override
    public boolean reaches(ShardId shard) {
      return true;
    }

    @Override
    public boolean isReached() {
      return true;
    }
  }

  @Override
  public List<String> nodes() {
    return map.get().nodes().stream().map(ClusterNode::name).toList();
  }

  @Override
  public List<String> servers(ShardId shard) {
    return map.get().servers(shard).stream().map(ClusterNode::name).toList();
  }

  @Override
  public boolean reaches(String node) {
    return transport.reaches(node);
  }

  @Override
  public boolean reaches(ShardId shard) {
    return transport.reaches(shard);
  }

  @Override
  public boolean isReached() {
    return transport.isReached();
  }
}
