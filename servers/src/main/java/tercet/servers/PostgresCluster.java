package tercet.servers;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Three PostgreSQL servers, of which one is the primary. A commit is acknowledged when one of the
 * two standbys has it, too. When the primary dies, repmgr makes a standby the primary, and the
 * other one follows it. Not safe for threads, except for the addresses.
 */
public final class PostgresCluster implements AutoCloseable {
  private static final int COUNT = 3;
  private static final Duration SETTLE_MAX = Duration.ofSeconds(60);

  private final Path folder;
  private final PostgresPrograms programs;
  private final List<ReplicatedNode> nodes = new ArrayList<>();

  private PostgresCluster(Path folder, PostgresPrograms programs) {
    this.folder = folder;
    this.programs = programs;
  }

  /**
   * Makes a cluster with empty data in a temporary folder, and waits until a failover would work.
   * Installs PostgreSQL and repmgr first if they are missing and this process may.
   *
   * @param progress hears of what takes long
   * @throws ServerFailedException with what a server said, or what to install
   */
  public static PostgresCluster start(Consumer<String> progress) {
    PostgresPrograms programs = PostgresPrograms.find(progress);
    programs.requireExtension("repmgr", progress);
    Path folder = Folders.temporary("postgres-cluster");
    programs.account().own(folder);
    PostgresCluster cluster = new PostgresCluster(folder, programs);
    try {
      cluster.startNodes();
      return cluster;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private void startNodes() {
    ReplicatedNode first = ReplicatedNode.primary(folder, programs, 1);
    nodes.add(first);
    for (int number = 2; number <= COUNT; number++) {
      nodes.add(ReplicatedNode.standbyOf(first, folder, programs, number));
    }
    String names = nodes.stream().map(ReplicatedNode::name).collect(Collectors.joining(", "));
    for (ReplicatedNode node : nodes) {
      node.settings("synchronous_standby_names = 'ANY 1 (" + names + ")'\n");
    }
    nodes.forEach(ReplicatedNode::startWatching);
    awaitStandbys(COUNT - 1);
  }

  /** Waits until the primary has so many standbys. */
  public void awaitStandbys(int count) {
    Waiting.until(
        count + " standbys follow the primary",
        SETTLE_MAX,
        () -> nodes.stream().anyMatch(node -> node.isPrimary() && node.standbys() == count));
  }

  /** The address of all servers for JDBC, of which the driver is to find the primary. */
  public String url() {
    return nodes.stream()
        .map(node -> "127.0.0.1:" + node.server().port())
        .collect(Collectors.joining(",", "jdbc:postgresql://", "/postgres"));
  }

  /** The server that is the primary now. */
  public PostgresServer primary() {
    return primaryNode().server();
  }

  private ReplicatedNode primaryNode() {
    return nodes.stream()
        .filter(ReplicatedNode::isPrimary)
        .findFirst()
        .orElseThrow(() -> new ServerFailedException("there is no primary now"));
  }

  /** Ends the primary as a crash of its machine does. */
  public void killPrimary() {
    primaryNode().kill();
  }

  /** Ends all servers and deletes their data. */
  @Override
  public void close() {
    nodes.forEach(ReplicatedNode::close);
    Folders.delete(folder);
  }
}
