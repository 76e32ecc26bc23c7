package tercet.testing.testbed.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Three PostgreSQL servers, one of them the primary. A commit is acknowledged when one of the two
 * standbys has it, too. When the primary is gone, {@code failover.sh} makes a standby the primary,
 * and the other one follows it. With two of the three gone nothing is confirmed until one is back.
 * Not safe for threads, except for the addresses.
 */
public final class PostgresCluster implements AutoCloseable {
  private static final int COUNT = 3;
  private static final Duration SETTLE_MAX = Duration.ofSeconds(60);

  private static final String SETTINGS =
      """
      # Enough for a standby that follows a new primary; slots would keep it for dead ones, too.
      wal_keep_size = 256MB
      # A standby looks for a new primary, and what is left to read, so often; the default is 5 s.
      wal_retrieve_retry_interval = 200ms
      """;

  private final Path folder;
  private final List<ReplicatedServer> servers = new ArrayList<>();

  private PostgresCluster(Path folder) {
    this.folder = folder;
  }

  /**
   * Makes a cluster with empty data in a temporary folder, and waits until a failover would work.
   * Installs PostgreSQL first if it is missing and this process may.
   *
   * @param progress hears of long steps
   * @throws ServerFailedException with a server's output, or the package to install
   */
  public static PostgresCluster start(Consumer<String> progress) {
    return start(Folders.temporary("postgres-cluster"), progress);
  }

  /** The same in a folder of the caller's; see {@link PostgresServer#start(Path, Consumer)}. */
  public static PostgresCluster start(Path folder, Consumer<String> progress) {
    PostgresPrograms programs = PostgresPrograms.find(progress);
    Folders.create(folder);
    programs.account().own(folder);
    PostgresCluster cluster = new PostgresCluster(folder);
    try {
      cluster.startServers(programs);
      return cluster;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private void startServers(PostgresPrograms programs) {
    for (int number = 1; number <= COUNT; number++) {
      servers.add(new ReplicatedServer(this, programs, folder, number));
    }
    ReplicatedServer first = servers.getFirst();
    first.startAsPrimary(SETTINGS);
    servers.stream().skip(1).forEach(ReplicatedServer::rejoin);
    // Only now, because a primary without standbys would confirm nothing. Each of the servers may
    // become the primary, so all have the same.
    String names = servers.stream().map(ReplicatedServer::name).collect(Collectors.joining(", "));
    for (ReplicatedServer server : servers) {
      server.settings("synchronous_standby_names = 'ANY 1 (" + names + ")'\n");
    }
    awaitStandbys(COUNT - 1);
  }

  /** All servers, always the same, also those that are dead. */
  public List<ReplicatedServer> servers() {
    return List.copyOf(servers);
  }

  /** Waits until the primary has so many standbys. */
  public void awaitStandbys(int count) {
    await(
        count + " standbys follow the primary",
        () -> {
          ReplicatedServer primary = findPrimary();
          return primary != null && primary.standbys() == count;
        });
  }

  private void await(String what, BooleanSupplier isTrue) {
    if (!Await.holds(SETTLE_MAX, () -> true, isTrue)) {
      String said =
          servers.stream().map(ReplicatedServer::story).collect(Collectors.joining("\n\n"));
      throw new ServerFailedException("not within " + SETTLE_MAX + ": " + what + "\n" + said);
    }
  }

  /** The address of all servers for JDBC; the driver finds the primary among them. */
  public String url() {
    return servers.stream()
        .map(server -> "127.0.0.1:" + server.port())
        .collect(Collectors.joining(",", "jdbc:postgresql://", "/postgres"));
  }

  /**
   * The server that is the primary now.
   *
   * @throws ServerFailedException if there is none
   */
  public ReplicatedServer primary() {
    ReplicatedServer primary = findPrimary();
    if (primary == null) {
      throw new ServerFailedException("there is no primary now");
    }
    return primary;
  }

  /** The one that became a primary last, if it answers. */
  @Nullable ReplicatedServer findPrimary() {
    ReplicatedServer newest = null;
    int timeline = 0;
    for (ReplicatedServer server : servers) {
      int its = server.timeline();
      if (its > timeline) {
        newest = server;
        timeline = its;
      }
    }
    return newest;
  }

  ReplicatedServer awaitPrimaryOtherThan(ReplicatedServer one) {
    await(
        "another server than " + one.name() + " is the primary",
        () -> {
          ReplicatedServer primary = findPrimary();
          return primary != null && !primary.equals(one) && primary.isRegisteredPrimary();
        });
    return primary();
  }

  /** Ends all servers and deletes their data. */
  @Override
  public void close() {
    servers.forEach(ReplicatedServer::close);
    Folders.delete(folder);
  }
}
