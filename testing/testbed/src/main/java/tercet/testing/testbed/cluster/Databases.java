package tercet.testing.testbed.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import tercet.testing.testbed.server.Firewall;
import tercet.testing.testbed.server.PostgresCluster;
import tercet.testing.testbed.server.PostgresServer;
import tercet.testing.testbed.server.RedisCluster;
import tercet.testing.testbed.server.RedisProcess;
import tercet.testing.testbed.server.RedisSentinels;
import tercet.testing.testbed.server.RedisServer;
import tercet.testing.testbed.server.ReplicatedServer;
import tercet.testing.testbed.server.ServerFailedException;

/** Where the nodes of a cluster keep their records. */
sealed interface Databases extends AutoCloseable
    permits Databases.None, Databases.One, Databases.Three, Databases.Redis, DatabasesOfServices {
  /** Its servers. */
  List<LocalMember> members(Firewall firewall);

  /** Where the records of a node are, as options of {@code tercet run}. */
  List<String> options(Set<String> roles);

  /** Whether several nodes may serve a shard. */
  boolean areShared();

  @Override
  void close();

  /** Starts the servers for the records of a cluster. */
  static Databases start(Blueprint blueprint, Path folder, Consumer<String> progress) {
    Blueprint.Storage storage = blueprint.storage();
    return switch (blueprint.sharing()) {
      case SHARED -> start(storage, folder, progress);
      case PER_SERVICE ->
          storage.isShared()
              ? DatabasesOfServices.start(storage, folder, progress)
              : start(storage, folder, progress);
    };
  }

  /** Starts one set of servers. */
  static Databases start(Blueprint.Storage storage, Path folder, Consumer<String> progress) {
    return switch (storage) {
      case ROCKSDB -> new None();
      case POSTGRES -> {
        progress.accept("starting PostgreSQL");
        PostgresServer server = PostgresServer.start(folder.resolve("postgres"), progress);
        SERVICES.forEach(service -> server.sql("create database " + service));
        yield new One(server);
      }
      case POSTGRES_HA -> {
        progress.accept("starting three PostgreSQL servers");
        PostgresCluster servers = PostgresCluster.start(folder.resolve("pg"), progress);
        SERVICES.forEach(service -> servers.primary().sql("create database " + service));
        yield new Three(servers);
      }
      case REDIS -> {
        progress.accept("starting Redis");
        RedisServer server = RedisServer.start(folder.resolve("redis"), progress, List.of());
        yield new Redis(server.url(), 0, List.of(server.process()), List.of(), server);
      }
      case REDIS_SENTINEL -> {
        progress.accept("starting three Redis servers and three sentinels");
        RedisSentinels servers = RedisSentinels.start(folder.resolve("redis"), progress);
        int replicas = servers.servers().size() - 1;
        yield new Redis(servers.url(), replicas, servers.servers(), servers.sentinels(), servers);
      }
      case REDIS_CLUSTER -> {
        progress.accept("starting six Redis servers");
        RedisCluster servers = RedisCluster.start(folder.resolve("redis"), progress);
        yield new Redis(servers.url(), 1, servers.servers(), List.of(), servers);
      }
    };
  }

  /** Each has a database of its own. */
  List<String> SERVICES =
      List.of("order", "stock", "payment").stream().map(Databases::database).toList();

  private static String database(String service) {
    return service.equals("order") ? "orders" : service; // order is a word of SQL
  }

  /** The database of a node; one of several services uses that of the first for all. */
  private static List<String> options(String url, Set<String> roles) {
    String name =
        SERVICES.stream()
            .filter(database -> roles.stream().anyMatch(role -> database(role).equals(database)))
            .findFirst()
            .orElse("postgres");
    return List.of(
        "--store=" + Blueprint.Storage.POSTGRES.name().toLowerCase(Locale.ROOT),
        "--postgres-url=" + url.replaceFirst("/postgres$", "/" + name),
        "--postgres-user=" + PostgresServer.USER);
  }

  /** Each node has its own folder. */
  record None() implements Databases {
    @Override
    public List<LocalMember> members(Firewall firewall) {
      return List.of();
    }

    @Override
    public List<String> options(Set<String> roles) {
      return List.of();
    }

    @Override
    public boolean areShared() {
      return false;
    }

    @Override
    public void close() {
      // the folders are deleted with the cluster's
    }
  }

  /** A PostgreSQL server. */
  record One(PostgresServer server) implements Databases {
    @Override
    public List<LocalMember> members(Firewall firewall) {
      Isolation isolation = new Isolation.ByPort(server.port());
      return List.of(
          new LocalMember(
              "postgres",
              new LoneServerControl(Set.of("database", "primary"), server),
              firewall,
              isolation));
    }

    @Override
    public List<String> options(Set<String> roles) {
      return Databases.options(server.url(), roles);
    }

    @Override
    public boolean areShared() {
      return true;
    }

    @Override
    public void close() {
      server.close();
    }
  }

  /**
   * Redis servers; each service has names of its own.
   *
   * @param url of all, for a store
   * @param replicas of each master
   * @param owner ends them all
   */
  record Redis(
      String url,
      int replicas,
      List<RedisProcess> servers,
      List<RedisProcess> sentinels,
      AutoCloseable owner)
      implements Databases {
    @Override
    public List<LocalMember> members(Firewall firewall) {
      List<LocalMember> members = new ArrayList<>();
      for (RedisProcess server : servers) {
        boolean isAlone = servers.size() == 1;
        ProcessControl control =
            isAlone
                ? new LoneServerControl(Set.of("database", "master"), server)
                : new RedisControl(server);
        members.add(member(server, control, firewall));
      }
      for (RedisProcess sentinel : sentinels) {
        ProcessControl control = new LoneServerControl(Set.of("sentinel"), sentinel);
        members.add(member(sentinel, control, firewall));
      }
      return members;
    }

    private static LocalMember member(
        RedisProcess process, ProcessControl control, Firewall firewall) {
      Isolation isolation = new Isolation.ByGroup(process.group());
      return new LocalMember(process.name(), control, firewall, isolation);
    }

    @Override
    public List<String> options(Set<String> roles) {
      String service =
          SERVICES.stream()
              .filter(one -> roles.stream().anyMatch(role -> database(role).equals(one)))
              .findFirst()
              .orElse("shop");
      return List.of(
          "--store=redis",
          "--redis-url=" + url,
          "--redis-prefix=" + service,
          "--redis-replicas=" + replicas);
    }

    @Override
    public boolean areShared() {
      return true;
    }

    @Override
    public void close() {
      try {
        owner.close();
      } catch (Exception e) {
        throw new ServerFailedException("Redis does not end: " + e, e);
      }
    }
  }

  /** A primary and two standbys. */
  record Three(PostgresCluster servers, List<ReplicaControl> bodies) implements Databases {
    Three(PostgresCluster servers) {
      this(servers, servers.servers().stream().map(ReplicaControl::new).toList());
    }

    @Override
    public List<LocalMember> members(Firewall firewall) {
      List<LocalMember> members = new ArrayList<>();
      for (int i = 0; i < bodies.size(); i++) {
        ReplicatedServer server = servers.servers().get(i);
        Isolation isolation = new Isolation.ByGroup(server.group());
        String name = "postgres-" + (i + 1);
        members.add(new LocalMember(name, bodies.get(i), firewall, isolation));
      }
      return members;
    }

    @Override
    public List<String> options(Set<String> roles) {
      return Databases.options(servers.url(), roles);
    }

    @Override
    public boolean areShared() {
      return true;
    }

    @Override
    public void close() {
      bodies.forEach(ReplicaControl::end);
      servers.close();
    }
  }
}
