package tercet.testing.testbed.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * PgBouncer in front of a PostgreSQL server. It shares few connections to the server among many
 * clients. Not safe for threads, except for the address.
 */
public final class PgBouncerServer implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/sbin/pgbouncer");
  private static final Duration START_MAX = Duration.ofSeconds(60);

  /** How long a client keeps a connection to the server. */
  public enum Mode {
    SESSION,
    TRANSACTION,
    STATEMENT
  }

  private final Path folder;
  private final PostgresPrograms programs;
  private final int port = Ports.free();
  private final Thread atExit = new Thread(this::killAndDelete, "kill-pgbouncer");
  private final ServerProcess process;

  private PgBouncerServer(PostgresPrograms programs, int server, Mode mode) {
    this.programs = programs;
    this.folder = Folders.temporary("pgbouncer");
    programs.account().own(folder);
    Path settings = folder.resolve("pgbouncer.ini");
    Folders.write(settings, settings(server, mode));
    Folders.write(folder.resolve("users"), "\"%s\" \"\"%n".formatted(PostgresServer.USER));
    List<String> command = List.of(PROGRAM.toString(), settings.toString());
    process =
        ServerProcess.start(folder, folder.resolve("log"), programs.account().command(command));
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** Starts one before a server; installs it first if it is missing and this process may. */
  public static PgBouncerServer before(
      PostgresServer server, Mode mode, Consumer<String> progress) {
    PostgresPrograms programs = PostgresPrograms.find(progress);
    if (!Files.isExecutable(PROGRAM)) {
      progress.accept("PgBouncer is missing; installing it");
      DebianPackages.install(progress, "pgbouncer");
    }
    PgBouncerServer bouncer = new PgBouncerServer(programs, server.port(), mode);
    try {
      bouncer.process.await("PgBouncer hands statements on", START_MAX, bouncer::answers);
      return bouncer;
    } catch (RuntimeException e) {
      bouncer.close();
      throw e;
    }
  }

  /** The driver sends {@code extra_float_digits} at each start; PgBouncer 1.18 knows it not. */
  private String settings(int server, Mode mode) {
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

  private boolean answers() {
    List<String> command = new ArrayList<>(List.of(programs.path("psql"), "--no-psqlrc"));
    command.addAll(List.of("--host=127.0.0.1", "--port=" + port));
    command.addAll(List.of("--username=" + PostgresServer.USER, "--command=select 1", "postgres"));
    return Shell.run(folder, Map.of("PGCONNECT_TIMEOUT", "2"), command).status() == 0;
  }

  /** Its address for JDBC. */
  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  /** Ends it; the server behind it stays. */
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
