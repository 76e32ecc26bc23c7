package tercet.server.wiring;

import java.util.Collection;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import tercet.gateway.EngineMetric;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.runtime.cluster.ClusterMap;
import tercet.runtime.cluster.PeerSettings;
import tercet.runtime.cluster.PeerTransport;
import tercet.runtime.cluster.PeerWire;
import tercet.runtime.cluster.Role;
import tercet.runtime.transport.InProcessTransport;
import tercet.runtime.transport.Transport;
import tercet.server.config.ClusterConfig;
import tercet.server.config.Configuration;
import tercet.server.metrics.EngineMetrics;
import tercet.transport.grpc.GrpcWire;
import tercet.transport.http.HttpWire;

/**
 * The place of a process among others.
 *
 * @param name under which answers find it
 * @param roles as in a cluster file
 * @param served shards of this process
 * @param gateway whether it serves the public contract
 * @param transport to all shards
 * @param complete whether every shard has a reachable node, as far as is known
 * @param metrics about the others
 */
record NodeContext(
    String name,
    String roles,
    List<ShardId> served,
    boolean gateway,
    Transport transport,
    BooleanSupplier complete,
    List<EngineMetric> metrics) {

  static NodeContext of(Configuration configuration) {
    ClusterConfig membership = configuration.membership();
    return membership == null ? alone(configuration.shards()) : in(membership);
  }

  private static NodeContext alone(int shards) {
    List<ShardId> all = new Shards(shards).all();
    return new NodeContext(
        "shop",
        roles(List.of(Role.values())),
        all,
        true,
        new InProcessTransport(),
        () -> true,
        List.of());
  }

  private static String roles(Collection<Role> roles) {
    return roles.stream().sorted().map(Role::word).collect(Collectors.joining(","));
  }

  private static NodeContext in(ClusterConfig membership) {
    ClusterMap map = membership.map();
    String name = membership.self().name();
    PeerTransport transport = new PeerTransport(map, name, wire(membership), PeerSettings.DEFAULTS);
    return new NodeContext(
        name,
        roles(membership.self().roles()),
        map.servedBy(membership.self()),
        membership.isGateway(),
        transport,
        transport::reachesEveryShard,
        EngineMetrics.of(transport));
  }

  private static PeerWire wire(ClusterConfig membership) {
    return switch (membership.wire()) {
      case HTTP -> new HttpWire(membership.secret());
      case GRPC -> new GrpcWire(membership.secret());
    };
  }
}
