package tercet.testing.contract;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import tercet.runtime.cluster.ClusterMap;
import tercet.runtime.cluster.ClusterNode;
import tercet.runtime.cluster.NodeAddress;
import tercet.runtime.cluster.Ownership;
import tercet.runtime.cluster.Role;
import tercet.testing.testbed.server.Ports;

/** Clusters whose nodes are all on this machine. */
public final class Loopback {
  private Loopback() {}

  /**
   * A gateway, and servers of all three services, each on a free port.
   *
   * @param shards of each service
   */
  public static ClusterMap cluster(
      int shards, Ownership ownership, String gateway, String... servers) {
    List<ClusterNode> nodes = new ArrayList<>();
    nodes.add(new ClusterNode(gateway, EnumSet.of(Role.GATEWAY), freeAddress()));
    for (String server : servers) {
      nodes.add(
          new ClusterNode(server, EnumSet.of(Role.ORDER, Role.STOCK, Role.PAYMENT), freeAddress()));
    }
    return new ClusterMap(nodes, shards, ownership);
  }

  /** An address without a listener. */
  public static NodeAddress freeAddress() {
    return new NodeAddress("127.0.0.1", Ports.free());
  }

  /** The same as a cluster file. */
  static String file(ClusterMap map) {
    StringBuilder file = new StringBuilder("shards = " + map.shardCount() + "\n");
    file.append(map.ownership() == Ownership.ANY_NODE ? "stores = shared\n" : "stores = own\n");
    for (ClusterNode node : map.nodes()) {
      List<String> roles = node.roles().stream().map(Role::word).toList();
      file.append("node.%s.address = %s\n".formatted(node.name(), node.address()));
      file.append("node.%s.roles = %s\n".formatted(node.name(), String.join(",", roles)));
    }
    return file.toString();
  }
}
