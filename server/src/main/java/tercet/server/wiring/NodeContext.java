package tercet.server.wiring;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tercet.gateway.EngineMetric;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.runtime.cluster.Role;
import tercet.runtime.inspect.Neighbours;
import tercet.runtime.inspect.NodeInspector;
import tercet.runtime.node.Node;
import tercet.runtime.store.Store;
import tercet.runtime.transport.InProcessTransport;
import tercet.runtime.transport.Transport;
import tercet.server.config.ClusterConfig;
import tercet.server.config.Configuration;
import tercet.server.metrics.EngineMetrics;

/**
 * The place of a process among others.
 *
 * @param name under which answers find it
 * @param roles as in a cluster file
 * @param served shards of this process
 * @param gateway whether it serves the public contract
 * @param transport to all shards
 * @param metrics about the others
 * @param membership the cluster file's watch; null without a cluster
 * @param neighbours all nodes of the shop
 */
record NodeContext(
    String name,
    String roles,
    List<ShardId> served,
    boolean gateway,
    Transport transport,
    List<EngineMetric> metrics,
    @Nullable ClusterFileWatch membership,
    Neighbours neighbours) {

  /** The name of a process that is the whole shop. */
  private static final String ALONE = "shop";

  /**
   * Makes it; nothing is started.
   *
   * @throws IOException with a sentence for the operator if a broker cannot be reached
   */
  static NodeContext of(Configuration configuration) throws IOException {
    ClusterConfig membership = configuration.membership();
    return membership == null ? alone(configuration.shards()) : in(membership);
  }

  private static NodeContext alone(int shards) {
    List<ShardId> all = new Shards(shards).all();
    return new NodeContext(
        ALONE,
        roles(List.of(Role.values())),
        all,
        true,
        new InProcessTransport(),
        List.of(),
        null,
        ClusterNeighbours.alone(ALONE));
  }

  private static String roles(Collection<Role> roles) {
    return roles.stream().sorted().map(Role::word).collect(Collectors.joining(","));
  }

  private static NodeContext in(ClusterConfig membership) throws IOException {
    String name = membership.self().name();
    Transports.Opened opened = Transports.open(membership);
    ClusterFileWatch watch = new ClusterFileWatch(membership, opened.transport()::change);
    List<EngineMetric> metrics = new ArrayList<>(opened.metrics());
    metrics.add(EngineMetrics.nodes(watch::nodes));
    return new NodeContext(
        name,
        roles(membership.self().roles()),
        membership.map().servedBy(membership.self()),
        membership.isGateway(),
        opened.transport(),
        metrics,
        watch,
        new ClusterNeighbours(name, watch::map, opened.transport()));
  }

  /** The view of operators on the node. */
  NodeInspector inspector(
      Node node, @Nullable Store store, InstantSource clock, Duration checkoutTime) {
    return new NodeInspector(node, store, served, neighbours, clock, checkoutTime);
  }
}
