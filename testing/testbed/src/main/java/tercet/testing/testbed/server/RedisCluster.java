package tercet.testing.testbed.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Redis Cluster of three masters, each with a replica that takes its place when it is gone. Not
 * safe for threads, except for the address.
 */
public final class RedisCluster implements AutoCloseable {
  private static final int COUNT = 6;
  private static final int NODE_TIMEOUT_MILLIS = 500;

  private final RedisGroup group;
  private final List<RedisProcess> servers = new ArrayList<>();

  private RedisCluster(Path folder) {
    this.group = new RedisGroup("redis-cluster", folder);
  }

  /** Starts all in a temporary folder; installs Redis first if it is missing. */
  public static RedisCluster start(Consumer<String> progress) {
    return start(Folders.temporary("redis-cluster"), progress);
  }

  /** The same in a folder of the caller's, which ends with it. */
  public static RedisCluster start(Path folder, Consumer<String> progress) {
    RedisProcess.requireInstalled(progress);
    RedisCluster all = new RedisCluster(folder);
    all.group.start(all::startAll);
    return all;
  }

  private void startAll() {
    for (int number = 1; number <= COUNT; number++) {
      int port = Ports.free();
      Path own = group.folder().resolve("redis-" + number);
      List<String> command = command(own, port);
      servers.add(group.add("redis-" + number, own, port, () -> command));
    }
    servers.forEach(RedisProcess::awaitReady);
    List<String> create = new ArrayList<>(List.of("redis-cli", "--cluster", "create"));
    servers.forEach(server -> create.add("127.0.0.1:" + server.port()));
    create.addAll(List.of("--cluster-replicas", "1", "--cluster-yes"));
    Shell.require(group.folder(), Map.of(), create);
    awaitFailoverPossible();
  }

  private static List<String> command(Path own, int port) {
    List<String> command = new ArrayList<>(RedisProcess.safeServer(own, port));
    command.addAll(List.of("--cluster-enabled", "yes", "--cluster-config-file", "nodes.conf"));
    command.addAll(List.of("--cluster-port", Integer.toString(Ports.free())));
    command.addAll(List.of("--cluster-announce-ip", "127.0.0.1"));
    command.addAll(List.of("--cluster-node-timeout", "" + NODE_TIMEOUT_MILLIS));
    // A replica that has not heard of its master for so many timeouts and 1.5 s never replaces it;
    // on a busy machine an election takes a while.
    command.addAll(List.of("--cluster-replica-validity-factor", "2"));
    command.addAll(List.of("--cluster-require-full-coverage", "no"));
    return command;
  }

  /** Waits until the loss of any master would be mended. */
  public void awaitFailoverPossible() {
    await(
        "all servers agree, and each master has a replica",
        () ->
            servers.stream().allMatch(RedisCluster::isContent)
                && servers.stream().filter(RedisProcess::isReplica).count() == COUNT / 2);
  }

  private static boolean isContent(RedisProcess server) {
    String nodes = server.cli("CLUSTER", "NODES");
    return server.cli("CLUSTER", "INFO").contains("cluster_state:ok")
        && !nodes.contains("fail")
        && !nodes.contains("handshake")
        && nodes.lines().filter(line -> line.contains(" connected")).count() == COUNT;
  }

  /** All servers, always the same, also those that are dead. */
  public List<RedisProcess> servers() {
    return List.copyOf(servers);
  }

  /** The masters now. */
  public List<RedisProcess> masters() {
    return servers.stream().filter(server -> server.isAlive() && server.isMaster()).toList();
  }

  /** Starts a server again that was killed; it follows the one that has taken its place. */
  public void rejoin(RedisProcess server) {
    server.launchAgain();
    server.awaitReady();
  }

  private void await(String what, BooleanSupplier isTrue) {
    group.await(what, isTrue, server -> server.cli("CLUSTER", "NODES"));
  }

  /** The address of all servers for a store. */
  public String url() {
    return "redis-cluster://" + RedisGroup.addresses(servers);
  }

  /** Ends all and deletes their data. */
  @Override
  public void close() {
    group.close();
  }
}
