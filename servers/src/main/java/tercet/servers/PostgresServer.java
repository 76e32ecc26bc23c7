package tercet.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A PostgreSQL server, 15 or newer. Everything that it acknowledges is on disk: only what a test
 * does not need is turned off. Who starts one ends it with {@link #close}; it also ends with this
 * process, however that ends short of a kill. Not safe for threads, except for the addresses.
 */
public final class PostgresServer implements AutoCloseable {
  /** The role that may do everything; it needs no password on loopback. */
  public static final String USER = "postgres";

  private static final Duration START_MAX = Duration.ofSeconds(60);
  private static final Path PROGRAMS = Path.of("/usr/lib/postgresql");

  static final String SETTINGS = "postgresql.conf";

  private final Path folder;
  private final Path programs;
  private final Account account;
  private final int port;
  private final Thread atExit = new Thread(this::killAndDelete, "kill-postgres");
  private ServerProcess process;

  private PostgresServer(Path folder, Path programs, Account account, int port) {
    this.folder = folder;
    this.programs = programs;
    this.account = account;
    this.port = port;
    this.process = launch();
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /**
   * Makes a server with empty data in a temporary folder, and waits until it answers. Installs
   * PostgreSQL first if it is missing and this process may.
   *
   * @param progress hears of what takes long
   * @throws ServerFailedException with what the server said, or what to install
   */
  public static PostgresServer start(Consumer<String> progress) {
    Path programs = programs(progress);
    Account account = Account.orRoot(USER);
    Path folder = Folders.temporary("postgres");
    account.own(folder);
    List<String> initialize =
        List.of(
            programs.resolve("initdb").toString(),
            "--pgdata=" + folder.resolve("data"),
            "--username=" + USER,
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync");
    Shell.require(folder, Map.of(), account.command(initialize));
    int port = Ports.free();
    Folders.append(folder.resolve("data").resolve(SETTINGS), settings(folder, port));
    PostgresServer server = new PostgresServer(folder, programs, account, port);
    server.awaitAnswer();
    return server;
  }

  private static Path programs(Consumer<String> progress) {
    Optional<Path> found = newestPrograms();
    if (found.isEmpty()) {
      progress.accept("PostgreSQL is missing; installing it");
      DebianPackages.install(progress, "postgresql", "postgresql-contrib");
      found = newestPrograms();
    }
    return found.orElseThrow(
        () -> new ServerFailedException("PostgreSQL 15 or newer is needed in " + PROGRAMS));
  }

  private static Optional<Path> newestPrograms() {
    if (!Files.isDirectory(PROGRAMS)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(PROGRAMS)) {
      return versions
          .filter(version -> version.getFileName().toString().matches("1[5-9]|[2-9]\\d"))
          .map(version -> version.resolve("bin"))
          .filter(programs -> Files.isExecutable(programs.resolve("initdb")))
          .max(Comparator.naturalOrder());
    } catch (IOException e) {
      throw new ServerFailedException("cannot look into " + PROGRAMS + ": " + e, e);
    }
  }

  private static String settings(Path folder, int port) {
    return """
    listen_addresses = '127.0.0.1'
    port = %d
    unix_socket_directories = '%s'
    max_connections = 200
    shared_buffers = 256MB
    max_wal_size = 4GB
    # A commit reads and changes up to thousands of records: without room to remember each, the
    # server remembers whole tables, and everybody is in everybody's way.
    max_pred_locks_per_transaction = 4096
    max_pred_locks_per_relation = 65536
    max_pred_locks_per_page = 32
    log_min_messages = warning
    """
        .formatted(port, folder);
  }

  private ServerProcess launch() {
    List<String> command = new ArrayList<>();
    command.add(programs.resolve("postgres").toString());
    command.addAll(List.of("-D", folder.resolve("data").toString()));
    return ServerProcess.start(folder, folder.resolve("log"), account.command(command));
  }

  private void awaitAnswer() {
    process.await("PostgreSQL accepts connections", START_MAX, this::answers);
  }

  /** Whether it accepts connections now. */
  public boolean answers() {
    return Shell.run(Path.of("/"), Map.of(), client("pg_isready", "--quiet", "--timeout=2"))
            .status()
        == 0;
  }

  private List<String> client(String program, String... options) {
    List<String> command = new ArrayList<>(List.of(programs.resolve(program).toString()));
    command.addAll(List.of("--host=127.0.0.1", "--port=" + port, "--username=" + USER));
    command.addAll(List.of(options));
    return command;
  }

  /** Where it listens on loopback. */
  public int port() {
    return port;
  }

  /** Its address for JDBC. */
  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  /**
   * Runs a statement.
   *
   * @return what it returned, as lines of values
   */
  public String sql(String statement) {
    List<String> command =
        client("psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "postgres");
    command.addAll(List.of("--set=ON_ERROR_STOP=1", "--command=" + statement));
    return Shell.require(folder, Map.of(), command).strip();
  }

  /**
   * Runs one of the server's own programs against it.
   *
   * @return what it said
   */
  public String program(String name, String... options) {
    return Shell.require(folder, Map.of("PGDATABASE", "postgres"), client(name, options));
  }

  Path data() {
    return folder.resolve("data");
  }

  /** Ends all its processes as a crash does. */
  public void kill() {
    process.kill();
  }

  /** Halts it: connections stay open, and nobody gets an answer. */
  public void pause() {
    process.pause();
  }

  /** Lets it go on after {@link #pause}. */
  public void resume() {
    process.resume();
  }

  /** Starts it again with its data, after {@link #kill} or {@link #stop}. */
  public void restart() {
    if (process.isAlive()) {
      throw new IllegalStateException("the server runs");
    }
    process = launch();
    awaitAnswer();
  }

  /** Stops it in good order; whoever is connected is cut off. */
  public void stop() {
    process.signal("INT");
    process.awaitEnd();
  }

  /** Ends it and deletes its data. */
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
