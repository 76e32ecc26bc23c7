package tercet.testing.testbed.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A Redis master with two replicas, and three sentinels that make a replica the master when the
 * master is gone. Not safe for threads, except for the address.
 *
 * <p>A replica may become the master only after it has all data of its master: until then, also
 * after each restart, its priority is 0. Otherwise sentinels promote a replica with old data.
 * {@code replica-priority.sh} beside each server sets the priority. It also makes a master that was
 * replaced while it stood still follow the new one, ten seconds before the sentinels do.
 */
public final class RedisSentinels implements AutoCloseable {
  /** The sentinels' name for the master. */
  public static final String MASTER = "shop";

  private static final int COUNT = 3;
  private static final int QUORUM = 2;

  /** Shorter ones make the sentinels fail over twice in a row. */
  private static final int DOWN_AFTER_MILLIS = 1_300;

  private static final int FAILOVER_MILLIS = 3_000;

  /** Beside each server. */
  private static final String SCRIPT = "replica-priority.sh";

  /** Starts the script with its arguments, and then what follows. */
  private static final String WITH_SCRIPT =
      "\"$1\" \"$2\" \"$3\" \"$4\" \"$5\" \"$6\" & shift 6; exec \"$@\"";

  private final RedisGroup group;
  private final List<RedisProcess> servers = new ArrayList<>();
  private final List<RedisProcess> sentinels = new ArrayList<>();
  private final List<Integer> sentinelPorts = new ArrayList<>();

  private RedisSentinels(Path folder) {
    this.group = new RedisGroup("redis-sentinels", folder);
  }

  /** Starts all in a temporary folder; installs Redis first if it is missing. */
  public static RedisSentinels start(Consumer<String> progress) {
    return start(Folders.temporary("redis-sentinel"), progress);
  }

  /** The same in a folder of the caller's, which ends with it. */
  public static RedisSentinels start(Path folder, Consumer<String> progress) {
    RedisProcess.requireInstalled(progress);
    RedisSentinels all = new RedisSentinels(folder);
    all.group.start(all::startAll);
    return all;
  }

  private void startAll() {
    Folders.copy(RedisSentinels.class, SCRIPT, group.folder());
    for (int number = 1; number <= COUNT; number++) {
      sentinelPorts.add(Ports.free());
    }
    for (int number = 1; number <= COUNT; number++) {
      int port = Ports.free();
      Path own = group.folder().resolve("redis-" + number);
      servers.add(group.add("redis-" + number, own, port, () -> server(own, port)));
    }
    servers.forEach(RedisProcess::awaitReady);
    await(
        "two replicas follow the master",
        () -> servers.stream().filter(RedisSentinels::mayBecomeMaster).count() == COUNT - 1);
    for (int number = 1; number <= COUNT; number++) {
      int port = sentinelPorts.get(number - 1);
      Path own = Folders.create(group.folder().resolve("sentinel-" + number));
      Path file = own.resolve("sentinel.conf");
      Folders.write(file, sentinel(own, port));
      List<String> command = List.of("/usr/bin/redis-sentinel", file.toString());
      sentinels.add(group.add("sentinel-" + number, own, port, () -> command));
    }
    sentinels.forEach(RedisProcess::awaitReady);
    awaitFailoverPossible();
  }

  /** The first time the first server is the master; later the one that the sentinels name. */
  private List<String> server(Path own, int port) {
    List<String> command = new ArrayList<>(List.of("/bin/bash", "-c", WITH_SCRIPT, "redis"));
    command.addAll(
        List.of(group.folder().resolve(SCRIPT).toString(), Integer.toString(port), MASTER));
    sentinelPorts.forEach(sentinel -> command.add(sentinel.toString()));
    command.addAll(RedisProcess.safeServer(own, port));
    command.addAll(List.of("--replica-priority", "0"));
    int master = masterPort();
    if (master != 0 && master != port) {
      command.addAll(List.of("--replicaof", "127.0.0.1", Integer.toString(master)));
    }
    return command;
  }

  private String sentinel(Path own, int port) {
    return """
    port %d
    bind 127.0.0.1
    dir %s
    sentinel monitor %s 127.0.0.1 %d %d
    sentinel down-after-milliseconds %3$s %d
    sentinel failover-timeout %3$s %d
    sentinel parallel-syncs %3$s %d
    """
        .formatted(
            port,
            own,
            MASTER,
            servers.getFirst().port(),
            QUORUM,
            DOWN_AFTER_MILLIS,
            FAILOVER_MILLIS,
            COUNT - 1);
  }

  private static boolean mayBecomeMaster(RedisProcess server) {
    return server.isReplica() && !"0".equals(server.info("replication").get("slave_priority"));
  }

  /** Waits until the loss of the master would be mended. */
  public void awaitFailoverPossible() {
    await(
        "two replicas follow the master, and all sentinels know them",
        () -> {
          RedisProcess master = findMaster();
          return master != null
              && servers.stream().filter(RedisSentinels::mayBecomeMaster).count() == COUNT - 1
              && "2".equals(master.info("replication").get("connected_slaves"))
              && sentinels.stream().filter(RedisProcess::isAlive).allMatch(this::knowsAll);
        });
  }

  private boolean knowsAll(RedisProcess sentinel) {
    String known = sentinel.cli("SENTINEL", "MASTER", MASTER).replaceAll("\\s+", " ");
    String replicas = sentinel.cli("SENTINEL", "REPLICAS", MASTER);
    return known.contains("num-slaves 2")
        && known.contains("num-other-sentinels 2")
        && !known.contains("_down")
        && !replicas.contains("_down")
        && !replicas.contains("disconnected");
  }

  /** The servers, always the same, also those that are dead. */
  public List<RedisProcess> servers() {
    return List.copyOf(servers);
  }

  /** The sentinels, also those that are dead. */
  public List<RedisProcess> sentinels() {
    return List.copyOf(sentinels);
  }

  /**
   * The server that is the master now.
   *
   * @throws ServerFailedException if there is none
   */
  public RedisProcess master() {
    await("there is a master", () -> findMaster() != null);
    RedisProcess master = findMaster();
    if (master == null) {
      throw new ServerFailedException("there is no master now");
    }
    return master;
  }

  private @Nullable RedisProcess findMaster() {
    int port = masterPort();
    return servers.stream()
        .filter(server -> server.port() == port && server.isAlive() && server.isMaster())
        .findFirst()
        .orElse(null);
  }

  /**
   * The master's port by a sentinel's word; before there is a sentinel, the first server's; 0 if
   * there is no master.
   */
  private int masterPort() {
    for (RedisProcess sentinel : sentinels) {
      String[] lines =
          sentinel.cli("SENTINEL", "GET-MASTER-ADDR-BY-NAME", MASTER).split("\\s+", -1);
      if (lines.length > 1 && lines[1].matches("\\d+")) {
        return Integer.parseInt(lines[1]);
      }
    }
    return servers.isEmpty() ? 0 : servers.getFirst().port();
  }

  /** Waits until another server is the master. */
  public void awaitMasterOtherThan(RedisProcess one) {
    await(
        "another server than " + one.name() + " is the master",
        () -> {
          RedisProcess master = findMaster();
          return master != null && master != one;
        });
  }

  /** Starts a server again that was killed; it follows the master, and then may replace it. */
  public void rejoin(RedisProcess server) {
    server.launchAgain();
    server.awaitReady();
    await(server.name() + " has a place", () -> mayBecomeMaster(server) || findMaster() == server);
  }

  private void await(String what, BooleanSupplier isTrue) {
    group.await(what, isTrue, server -> server.info("replication").toString());
  }

  /** The address of the sentinels for a store. */
  public String url() {
    return "redis-sentinel://" + RedisGroup.addresses(sentinels) + "/" + MASTER;
  }

  /** Ends all and deletes their data. */
  @Override
  public void close() {
    group.close();
  }
}
