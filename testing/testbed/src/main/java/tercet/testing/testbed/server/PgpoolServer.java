package tercet.testing.testbed.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Pgpool-II in front of PostgreSQL servers: hands each connection on to the one that is the
 * primary, and takes back a server that has rejoined. It makes no server the primary itself. Not
 * safe for threads, except for the address.
 */
public final class PgpoolServer implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/sbin/pgpool");
  private static final Duration START_MAX = Duration.ofSeconds(60);

  /** A server behind it, by the name that its primary knows it by. */
  private record Backend(String name, int port) {}

  private final Path folder;
  private final PostgresPrograms programs;
  private final int port = Ports.free();
  private final Thread atExit = new Thread(this::killAndDelete, "kill-pgpool");
  private final ServerProcess process;

  private PgpoolServer(PostgresPrograms programs, List<Backend> backends) {
    this.programs = programs;
    this.folder = Folders.temporary("pgpool");
    programs.account().own(folder);
    Folders.write(folder.resolve("pgpool.conf"), settings(backends));
    Folders.write(folder.resolve("pcp.conf"), "");
    Folders.write(folder.resolve("pool_hba.conf"), "");
    List<String> command = new ArrayList<>(List.of(PROGRAM.toString(), "-n"));
    command.addAll(List.of("-f", folder.resolve("pgpool.conf").toString()));
    command.addAll(List.of("-F", folder.resolve("pcp.conf").toString()));
    command.addAll(List.of("-a", folder.resolve("pool_hba.conf").toString()));
    process =
        ServerProcess.start(folder, folder.resolve("log"), programs.account().command(command));
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** Starts one before a single server; installs it first if it is missing and this may. */
  public static PgpoolServer before(PostgresServer server, Consumer<String> progress) {
    return start(List.of(new Backend("single", server.port())), progress);
  }

  /** Starts one before all servers of a cluster; installs it first, too. */
  public static PgpoolServer before(PostgresCluster cluster, Consumer<String> progress) {
    return start(
        cluster.servers().stream()
            .map(server -> new Backend(server.name(), server.port()))
            .toList(),
        progress);
  }

  private static PgpoolServer start(List<Backend> backends, Consumer<String> progress) {
    PostgresPrograms programs = PostgresPrograms.find(progress);
    if (!Files.isExecutable(PROGRAM)) {
      progress.accept("Pgpool-II is missing; installing it");
      DebianPackages.install(progress, "pgpool2");
    }
    PgpoolServer pgpool = new PgpoolServer(programs, backends);
    try {
      pgpool.process.await("Pgpool-II hands connections on", START_MAX, pgpool::answers);
      return pgpool;
    } catch (RuntimeException e) {
      pgpool.close();
      throw e;
    }
  }

  private String settings(List<Backend> backends) {
    StringBuilder settings = new StringBuilder(common());
    for (int number = 0; number < backends.size(); number++) {
      settings.append(
          """
          backend_hostname%1$d = '127.0.0.1'
          backend_port%1$d = %2$d
          backend_flag%1$d = 'ALLOW_TO_FAILOVER'
          backend_application_name%1$d = '%3$s'
          """
              .formatted(number, backends.get(number).port(), backends.get(number).name()));
    }
    return settings.toString();
  }

  /** Everything goes to the primary: what a standby shows may be old. */
  private String common() {
    return """
    backend_clustering_mode = 'streaming_replication'
    listen_addresses = '127.0.0.1'
    port = %1$d
    unix_socket_directories = '%2$s'
    pcp_listen_addresses = ''
    pcp_port = %3$d
    pcp_socket_dir = '%2$s'
    pid_file_name = '%2$s/pid'
    logdir = '%2$s'
    num_init_children = 32
    connection_cache = off
    load_balance_mode = off
    sr_check_period = 1
    sr_check_user = 'postgres'
    health_check_period = 1
    health_check_timeout = 2
    health_check_user = 'postgres'
    health_check_max_retries = 0
    failover_on_backend_error = on
    failover_command = ''
    search_primary_node_timeout = 0
    auto_failback = on
    auto_failback_interval = 2
    """
        .formatted(port, folder, Ports.free());
  }

  /** Whether it hands connections on to a server that answers. */
  public boolean answers() {
    List<String> command = new ArrayList<>(List.of(programs.path("psql"), "--no-psqlrc"));
    command.addAll(List.of("--host=127.0.0.1", "--port=" + port));
    command.addAll(List.of("--username=" + PostgresServer.USER, "--command=select 1", "postgres"));
    return Shell.run(folder, Map.of("PGCONNECT_TIMEOUT", "2"), command).status() == 0;
  }

  /** Its address for JDBC, which is that of whatever server is the primary. */
  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  /** Ends it; the servers behind it stay. */
  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(atExit);
    killAndDelete();
  }

  private void killAndDelete() {
    process.kill();
    Folders.delete(folder);
  }
}
