package tercet.testing.testbed.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * PgBouncer in front of a PostgreSQL server. It shares few connections to the server among many
 * clients. Not safe for threads, except for the address.
 */
public final class PgBouncerServer implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/sbin/pgbouncer");

  /** How long a client keeps a connection to the server. */
  public enum Mode {
    SESSION,
    TRANSACTION,
    STATEMENT
  }

  private final PoolerProcess pooler;

  private PgBouncerServer(PoolerProcess pooler) {
    this.pooler = pooler;
  }

  /** Starts one before a server; installs it first if it is missing and this process may. */
  public static PgBouncerServer before(
      PostgresServer server, Mode mode, Consumer<String> progress) {
    return new PgBouncerServer(
        PoolerProcess.start(
            "PgBouncer",
            PROGRAM,
            "pgbouncer",
            progress,
            (folder, port) -> command(folder, settings(folder, port, server.port(), mode))));
  }

  private static List<String> command(Path folder, String settings) {
    Path file = folder.resolve("pgbouncer.ini");
    Folders.write(file, settings);
    Folders.write(folder.resolve("users"), "\"%s\" \"\"%n".formatted(PostgresServer.USER));
    return List.of(file.toString());
  }

  /** The driver sends {@code extra_float_digits} at each start; PgBouncer 1.18 knows it not. */
  private static String settings(Path folder, int port, int server, Mode mode) {
    return """
    [databases]
    * = host=127.0.0.1 port=%1$d
    [pgbouncer]
    listen_addr = 127.0.0.1
    listen_port = %2$d
    unix_socket_dir =
    auth_type = trust
    auth_file = %3$s/users
    pool_mode = %4$s
    default_pool_size = 20
    max_client_conn = 200
    ignore_startup_parameters = extra_float_digits
    """
        .formatted(server, port, folder, mode.name().toLowerCase(Locale.ROOT));
  }

  /** Its address for JDBC. */
  public String url() {
    return pooler.url();
  }

  /** Ends it; the server behind it stays. */
  @Override
  public void close() {
    pooler.close();
  }
}
