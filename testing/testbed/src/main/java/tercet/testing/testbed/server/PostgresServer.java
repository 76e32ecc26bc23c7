package tercet.testing.testbed.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A PostgreSQL server, 15 or newer. Everything that it acknowledges is on disk; only features that
 * a test does not need are turned off. The caller ends it with {@link #close}; it also ends with
 * this process, unless that is killed. Not safe for threads, except for the addresses.
 */
public final class PostgresServer implements AutoCloseable, LoneServer {
  /** The role that may do everything; it needs no password on loopback. */
  public static final String USER = "postgres";

  private static final Duration START_MAX = Duration.ofSeconds(60);

  static final String SETTINGS = "postgresql.conf";

  private static final String DATA = "data";
  private static final String DATABASE = "postgres";

  private final Path folder;
  private final PostgresPrograms programs;
  private final int port;
  private final AtExit atExit;
  private ServerProcess process;

  private PostgresServer(Path folder, PostgresPrograms programs, int port) {
    this.folder = folder;
    this.programs = programs;
    this.port = port;
    this.process = launch();
    this.atExit = new AtExit("kill-postgres", this::killAndDelete);
  }

  /**
   * Makes a server with empty data in a temporary folder, and waits until it answers. Installs
   * PostgreSQL first if it is missing and this process may.
   *
   * @param progress hears of long steps
   * @throws ServerFailedException with what the server said, or what to install
   */
  public static PostgresServer start(Consumer<String> progress) {
    return start(Folders.temporary("postgres"), progress);
  }

  /**
   * The same in a folder of the caller's, which is deleted at the end.
   *
   * @param folder every account may pass through those above it; its path is short, since that of a
   *     socket within it must not be longer than 107 bytes
   */
  public static PostgresServer start(Path folder, Consumer<String> progress) {
    PostgresPrograms programs = PostgresPrograms.find(progress);
    return create(Folders.create(folder), programs, Ports.free(), "");
  }

  /**
   * Makes a server with empty data.
   *
   * @param more settings
   */
  static PostgresServer create(Path folder, PostgresPrograms programs, int port, String more) {
    programs.account().own(folder);
    programs.require(
        folder,
        "initdb",
        "--pgdata=" + folder.resolve(DATA),
        "--username=" + USER,
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C",
        "--no-sync");
    return open(folder, programs, port, settings() + more);
  }

  /**
   * Starts a server on data that is there.
   *
   * @param more settings, which win over those that are there
   */
  static PostgresServer open(Path folder, PostgresPrograms programs, int port, String more) {
    Folders.append(folder.resolve(DATA).resolve(SETTINGS), more + place(folder, port));
    PostgresServer server = new PostgresServer(folder, programs, port);
    server.awaitAnswer();
    return server;
  }

  /** The settings that differ between servers. */
  private static String place(Path folder, int port) {
    return "port = %d%nunix_socket_directories = '%s'%n".formatted(port, folder);
  }

  private static String settings() {
    return """
    listen_addresses = '127.0.0.1'
    max_connections = 200
    shared_buffers = 256MB
    max_wal_size = 4GB
    # A commit reads and changes hundreds of records: without room to remember each, the server
    # remembers whole tables, and all commits conflict.
    max_pred_locks_per_transaction = 1024
    log_min_messages = warning
    """;
  }

  private ServerProcess launch() {
    List<String> command = programs.asAccount("postgres", "-D", data().toString());
    return ServerProcess.start(folder, folder.resolve("log"), command);
  }

  private void awaitAnswer() {
    await("PostgreSQL accepts connections", START_MAX, this::answers);
  }

  /** Waits until a condition is true; if it never is, the failure has the server's output. */
  void await(String what, Duration patience, BooleanSupplier isTrue) {
    process.await(what, patience, isTrue);
  }

  /** Whether it accepts connections now. */
  @Override
  public boolean answers() {
    return programs.accepts(port);
  }

  private List<String> client(String program, String... options) {
    List<String> command = new ArrayList<>(List.of(programs.path(program)));
    command.addAll(List.of("--host=127.0.0.1", "--port=" + port, "--username=" + USER));
    command.addAll(List.of(options));
    return command;
  }

  /** Where it listens on loopback. */
  @Override
  public int port() {
    return port;
  }

  /** Its address for JDBC. */
  public String url() {
    return url(DATABASE);
  }

  /** The address of one of its databases for JDBC. */
  public String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  /**
   * Runs a statement.
   *
   * @return its result, as lines of values
   */
  public String sql(String statement) {
    return sql(DATABASE, statement);
  }

  /** The same in another database. */
  public String sql(String database, String statement) {
    List<String> command =
        client("psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", database);
    command.addAll(List.of("--set=ON_ERROR_STOP=1", "--command=" + statement));
    return Shell.require(folder, Map.of(), command).strip();
  }

  /**
   * Runs one of the server's own programs against it.
   *
   * @return its output
   */
  public String program(String name, String... options) {
    return Shell.require(folder, Map.of("PGDATABASE", DATABASE), client(name, options));
  }

  Path data() {
    return folder.resolve(DATA);
  }

  /** Starts it again with its data, after {@link #kill} or {@link #stop}. */
  public void restart() {
    launchAgain();
    awaitAnswer();
  }

  /** The same without waiting until it {@linkplain #answers}. */
  @Override
  public void launchAgain() {
    if (process.isAlive()) {
      throw new IllegalStateException("the server runs");
    }
    process = launch();
  }

  /** Its process, with its children and its output. */
  @Override
  public ServerProcess process() {
    return process;
  }

  /** Starts it again, after {@link #kill}, with data that are a copy of another server's. */
  void restartWithCopiedData() {
    Folders.append(data().resolve(SETTINGS), place(folder, port));
    restart();
  }

  /** Stops it in good order, and cuts its connections. */
  public void stop() {
    process.signal("INT");
    process.awaitEnd();
  }

  /** Ends it and deletes its data. */
  @Override
  public void close() {
    atExit.cancel();
    killAndDelete();
  }

  private void killAndDelete() {
    process.kill();
    Folders.delete(folder);
  }
}
