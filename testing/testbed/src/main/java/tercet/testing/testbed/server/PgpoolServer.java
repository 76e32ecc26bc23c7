package tercet.testing.testbed.server;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Pgpool-II in front of PostgreSQL servers: hands each connection on to the one that is the
 * primary, and takes back a server that has rejoined. It makes no server the primary itself. Not
 * safe for threads, except for the address.
 */
public final class PgpoolServer implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/sbin/pgpool");

  /** A server behind it, by the name that its primary knows it by. */
  private record Backend(String name, int port) {}

  private final PoolerProcess pooler;

  private PgpoolServer(PoolerProcess pooler) {
    this.pooler = pooler;
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
    return new PgpoolServer(
        PoolerProcess.start(
            "Pgpool-II",
            PROGRAM,
            "pgpool2",
            progress,
            (folder, port) -> command(folder, settings(folder, port, backends))));
  }

  private static List<String> command(Path folder, String settings) {
    Path file = folder.resolve("pgpool.conf");
    Path pcp = folder.resolve("pcp.conf");
    Path clients = folder.resolve("pool_hba.conf");
    Folders.write(file, settings);
    Folders.write(pcp, "");
    Folders.write(clients, "");
    return List.of("-n", "-f", file.toString(), "-F", pcp.toString(), "-a", clients.toString());
  }

  private static String settings(Path folder, int port, List<Backend> backends) {
    StringBuilder settings = new StringBuilder(common(folder, port));
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

  /** Everything goes to the primary: a standby may show old records. */
  private static String common(Path folder, int port) {
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
    return pooler.answers();
  }

  /** Its address for JDBC; it leads to the current primary. */
  public String url() {
    return pooler.url();
  }

  /** Ends it; the servers behind it stay. */
  @Override
  public void close() {
    pooler.close();
  }
}
