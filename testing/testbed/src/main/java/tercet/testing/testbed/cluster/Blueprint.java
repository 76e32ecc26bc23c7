package tercet.testing.testbed.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The plan of a cluster: its nodes, their stores, and how they work together. {@link Blueprints}
 * has those with names.
 *
 * @param name for people
 * @param storage of all nodes with shards
 * @param sharing whether services share the servers of their records
 * @param protocol of checkouts, as {@code tercet run --protocol} takes it
 * @param transport between nodes, as {@code tercet run --transport} takes it
 * @param repliesByRedis whether a Redis server carries the answers to gateways, beside the broker
 * @param groups of nodes; where several nodes are gateways, an nginx stands in front of them
 * @param deadline time within which a checkout is decided
 */
public record Blueprint(
    String name,
    Storage storage,
    Sharing sharing,
    String protocol,
    String transport,
    boolean repliesByRedis,
    List<Group> groups,
    Duration deadline) {

  /** All services share the servers of their records. */
  public Blueprint(
      String name,
      Storage storage,
      String protocol,
      String transport,
      List<Group> groups,
      Duration deadline) {
    this(name, storage, Sharing.SHARED, protocol, transport, false, groups, deadline);
  }

  public Blueprint {
    groups = List.copyOf(groups);
    if (repliesByRedis && !isBrokered(transport)) {
      throw new IllegalArgumentException(
          "with the transport %s a node answers a gateway directly".formatted(transport));
    }
    if (groups.stream().noneMatch(Group::isGateway)) {
      throw new IllegalArgumentException("clients find a cluster by a gateway; it has none");
    }
  }

  private static boolean isBrokered(String transport) {
    return switch (transport) {
      case "kafka", "rabbitmq", "redis-streams" -> true;
      default -> false;
    };
  }

  /** Where records are. */
  public enum Storage {
    ROCKSDB("a RocksDB for each node"),
    POSTGRES("1 PostgreSQL server"),
    /** A commit is on two servers, and a standby takes the place of a dead primary. */
    POSTGRES_HA("3 PostgreSQL servers with failover"),
    REDIS("1 Redis server"),
    REDIS_SENTINEL("Redis master, 2 replicas, 3 sentinels"),
    REDIS_CLUSTER("Redis Cluster of 3 masters and 3 replicas");

    final String words;

    Storage(String words) {
      this.words = words;
    }

    /** Whether nodes share it, so that several of them may serve a shard. */
    public boolean isShared() {
      return this != ROCKSDB;
    }

    /** Whether one of its servers may be lost. */
    public boolean isReplicated() {
      return switch (this) {
        case ROCKSDB, POSTGRES, REDIS -> false;
        case POSTGRES_HA, REDIS_SENTINEL, REDIS_CLUSTER -> true;
      };
    }
  }

  /** Which services share servers. Each always has a database, or names, of its own. */
  public enum Sharing {
    /** One set of servers has the records of all services. */
    SHARED,
    /** Each service has a set of servers of its own. */
    PER_SERVICE
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

    /** All of them run on this machine. */
    static final int COUNT_MAX = 16;

    /** A node without more options. */
    public Group(String name, Set<String> roles, int count) {
      this(name, roles, count, List.of());
    }

    public Group {
      roles = Set.copyOf(roles);
      options = List.copyOf(options);
      if (roles.isEmpty()) {
        throw new IllegalArgumentException("a group has roles: " + name);
      }
      if (count < 1 || count > COUNT_MAX) {
        throw new IllegalArgumentException(
            "nodes are 1 to %d for each of a cluster's groups, not %s=%d"
                .formatted(COUNT_MAX, name, count));
      }
    }

    Group withCount(int other) {
      return new Group(name, roles, other, options);
    }

    boolean isGateway() {
      return roles.contains(GATEWAY);
    }

    /** Whether its nodes serve shards. */
    boolean isService() {
      return roles.stream().anyMatch(role -> !role.equals(GATEWAY));
    }
  }

  /** Whether an nginx stands in front of the gateways. */
  public boolean hasProxy() {
    return groups.stream().filter(Group::isGateway).mapToInt(Group::count).sum() > 1;
  }

  /** The servers that carry messages between nodes and nothing else; 0 if there are none. */
  public int brokers() {
    return switch (transport) {
      case "kafka", "rabbitmq" -> storage.isReplicated() ? 3 : 1;
      case "redis-streams" -> sharesRedis() ? 0 : 1;
      default -> 0;
    };
  }

  /** Whether messages go through the Redis servers that have the records. */
  boolean sharesRedis() {
    return transport.equals("redis-streams")
        && sharing == Sharing.SHARED
        && switch (storage) {
          case REDIS, REDIS_SENTINEL, REDIS_CLUSTER -> true;
          case ROCKSDB, POSTGRES, POSTGRES_HA -> false;
        };
  }

  /** Its parts in a line, for a person. */
  public String summary() {
    return new BlueprintSummary(this).toString();
  }

  /** The same with one process that does everything. */
  public Blueprint asOneProcess() {
    Set<String> all =
        groups.stream().flatMap(group -> group.roles().stream()).collect(Collectors.toSet());
    List<Group> one = List.of(new Group("shop", all, 1));
    return new Blueprint(name, storage, sharing, protocol, transport, false, one, deadline);
  }

  /** The same with another protocol. */
  public Blueprint withProtocol(String other) {
    return new Blueprint(
        name, storage, sharing, other, transport, repliesByRedis, groups, deadline);
  }

  /** The same with another transport. */
  public Blueprint withTransport(String other) {
    boolean replies = repliesByRedis && isBrokered(other);
    return new Blueprint(name, storage, sharing, protocol, other, replies, groups, deadline);
  }

  /** The same with a Redis server that carries the answers to gateways. */
  public Blueprint withRepliesByRedis() {
    return new Blueprint(name, storage, sharing, protocol, transport, true, groups, deadline);
  }

  /** The same with so many nodes for each service; those that are only gateways stay. */
  public Blueprint withNodesPerService(int count) {
    return withGroups(group -> group.isService() ? group.withCount(count) : group);
  }

  /**
   * The same with other numbers of nodes.
   *
   * @param counts by the names of groups; those that it does not name stay as they are
   * @throws IllegalArgumentException with a sentence that says which groups there are
   */
  public Blueprint withNodes(Map<String, Integer> counts) {
    List<String> names = groups.stream().map(Group::name).toList();
    for (String name : counts.keySet()) {
      if (!names.contains(name)) {
        throw new IllegalArgumentException(
            "%s has no nodes '%s'; it has %s".formatted(this.name, name, String.join(", ", names)));
      }
    }
    return withGroups(group -> group.withCount(counts.getOrDefault(group.name(), group.count())));
  }

  private Blueprint withGroups(UnaryOperator<Group> change) {
    return new Blueprint(
        name,
        storage,
        sharing,
        protocol,
        transport,
        repliesByRedis,
        groups.stream().map(change).toList(),
        deadline);
  }

  /** The same with more options of {@code tercet run} for every node. */
  public Blueprint withOptions(List<String> more) {
    return withGroups(group -> {
      List<String> all = new ArrayList<>(group.options());
      all.addAll(more);
      return new Group(group.name(), group.roles(), group.count(), all);
    });
  }

  /** The same with another deadline for checkouts. */
  public Blueprint withDeadline(Duration other) {
    return new Blueprint(
        name, storage, sharing, protocol, transport, repliesByRedis, groups, other);
  }
}
