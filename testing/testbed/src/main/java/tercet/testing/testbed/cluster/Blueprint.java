package tercet.testing.testbed.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The plan of a cluster: its nodes, their stores, and how they work together.
 *
 * @param name for people
 * @param storage of all nodes with shards
 * @param protocol of checkouts, as {@code tercet run --protocol} takes it
 * @param transport between nodes, as {@code tercet run --transport} takes it
 * @param groups of nodes; where several nodes are gateways, an nginx stands in front of them
 * @param deadline time within which a checkout is decided
 */
public record Blueprint(
    String name,
    Storage storage,
    String protocol,
    String transport,
    List<Group> groups,
    Duration deadline) {

  /** The default of {@code tercet run}. */
  private static final Duration DEADLINE = Duration.ofSeconds(5);

  /** Two nodes of each kind, and one PostgreSQL server with a database for each service. */
  public static final Blueprint POSTGRES =
      new Blueprint("postgres", Storage.POSTGRES, "tcc", "grpc", apart(2, 2), DEADLINE);

  /** The same with three PostgreSQL servers: a commit is on two, and one may die. */
  public static final Blueprint POSTGRES_HA =
      new Blueprint("postgres-ha", Storage.POSTGRES_HA, "tcc", "grpc", apart(2, 2), DEADLINE);

  /** The usual design: HTTP between nodes, and locks until all have voted. */
  public static final Blueprint TWO_PHASE_COMMIT =
      new Blueprint("two-phase-commit", Storage.POSTGRES, "2pc", "http", apart(1, 2), DEADLINE);

  /** Sagas through three Kafka brokers on three PostgreSQL servers: one of each may die. */
  public static final Blueprint KAFKA_POSTGRES =
      new Blueprint("kafka-postgres", Storage.POSTGRES_HA, "saga", "kafka", apart(2, 2), DEADLINE);

  /** Three processes and nothing else: each has its records in a folder of its own. */
  public static final Blueprint ROCKSDB_3 =
      new Blueprint(
          "rocksdb-3",
          Storage.ROCKSDB,
          "tcc",
          "grpc",
          List.of(
              new Group("order", Set.of("order", "gateway"), 1),
              new Group("stock", Set.of("stock"), 1),
              new Group("payment", Set.of("payment"), 1)),
          DEADLINE);

  /** Two nodes of each kind, and one Redis server with names of their own for each service. */
  public static final Blueprint REDIS =
      new Blueprint("redis", Storage.REDIS, "tcc", "grpc", apart(2, 2), DEADLINE);

  /** The same with a master, two replicas and three sentinels: any one of them may die. */
  public static final Blueprint REDIS_SENTINEL =
      new Blueprint("redis-sentinel", Storage.REDIS_SENTINEL, "tcc", "grpc", apart(2, 2), DEADLINE);

  /** The same with Redis Cluster: three masters, each with a replica. */
  public static final Blueprint REDIS_CLUSTER =
      new Blueprint("redis-cluster", Storage.REDIS_CLUSTER, "tcc", "grpc", apart(2, 2), DEADLINE);

  /** All that have a name of their own. */
  public static final List<Blueprint> NAMED =
      List.of(
          POSTGRES,
          POSTGRES_HA,
          TWO_PHASE_COMMIT,
          ROCKSDB_3,
          REDIS,
          REDIS_SENTINEL,
          REDIS_CLUSTER,
          KAFKA_POSTGRES);

  public Blueprint {
    groups = List.copyOf(groups);
    if (groups.stream().noneMatch(Group::isGateway)) {
      throw new IllegalArgumentException("clients find a cluster by a gateway; it has none");
    }
  }

  /** Where records are. */
  public enum Storage {
    /** A folder for each node alone. */
    ROCKSDB,
    /** A PostgreSQL server. */
    POSTGRES,
    /** A primary and two standbys. */
    POSTGRES_HA,
    /** A Redis server. */
    REDIS,
    /** A master, two replicas and three sentinels. */
    REDIS_SENTINEL,
    /** Three masters, each with a replica. */
    REDIS_CLUSTER
  }

  /**
   * Nodes with the same roles.
   *
   * @param name of all; a node's name is that and a number from 1 on
   * @param roles as in a cluster file: {@code gateway}, {@code order}, {@code stock}, {@code
   *     payment}
   * @param count of nodes
   * @param options more of them for {@code tercet run}
   */
  public record Group(String name, Set<String> roles, int count, List<String> options) {
    static final String GATEWAY = "gateway";

    /** A node without more options. */
    public Group(String name, Set<String> roles, int count) {
      this(name, roles, count, List.of());
    }

    public Group {
      roles = Set.copyOf(roles);
      options = List.copyOf(options);
      if (roles.isEmpty() || count < 1) {
        throw new IllegalArgumentException("a group has nodes and roles: " + name);
      }
    }

    boolean isGateway() {
      return roles.contains(GATEWAY);
    }

    /** Whether its nodes serve shards. */
    boolean isService() {
      return roles.stream().anyMatch(role -> !role.equals(GATEWAY));
    }
  }

  private static List<Group> apart(int gateways, int ofEachService) {
    List<Group> groups = new ArrayList<>();
    groups.add(new Group(Group.GATEWAY, Set.of(Group.GATEWAY), gateways));
    for (String service : List.of("order", "stock", "payment")) {
      groups.add(new Group(service, Set.of(service), ofEachService));
    }
    return groups;
  }

  /**
   * The one of a name.
   *
   * @throws IllegalArgumentException with a sentence that says which there are
   */
  public static Blueprint named(String name) {
    return NAMED.stream()
        .filter(one -> one.name.equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "there is no cluster '%s'; there are %s"
                    .formatted(
                        name, String.join(", ", NAMED.stream().map(Blueprint::name).toList()))));
  }

  /** The same with one process that does everything. */
  public Blueprint asOneProcess() {
    Set<String> all =
        groups.stream().flatMap(group -> group.roles().stream()).collect(Collectors.toSet());
    return new Blueprint(
        name, storage, protocol, transport, List.of(new Group("shop", all, 1)), deadline);
  }

  /** The same with another protocol. */
  public Blueprint withProtocol(String other) {
    return new Blueprint(name, storage, other, transport, groups, deadline);
  }

  /** The same with another transport. */
  public Blueprint withTransport(String other) {
    return new Blueprint(name, storage, protocol, other, groups, deadline);
  }

  /** The same with so many nodes for each service; those that are only gateways stay. */
  public Blueprint withNodesPerService(int count) {
    List<Group> changed =
        groups.stream()
            .map(group ->
                group.isService()
                    ? new Group(group.name(), group.roles(), count, group.options())
                    : group)
            .toList();
    return new Blueprint(name, storage, protocol, transport, changed, deadline);
  }

  /** The same with more options of {@code tercet run} for every node. */
  public Blueprint withOptions(List<String> more) {
    List<Group> changed =
        groups.stream()
            .map(group -> {
              List<String> all = new ArrayList<>(group.options());
              all.addAll(more);
              return new Group(group.name(), group.roles(), group.count(), all);
            })
            .toList();
    return new Blueprint(name, storage, protocol, transport, changed, deadline);
  }

  /** The same with another deadline for checkouts. */
  public Blueprint withDeadline(Duration other) {
    return new Blueprint(name, storage, protocol, transport, groups, other);
  }
}
