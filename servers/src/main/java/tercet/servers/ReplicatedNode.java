package tercet.servers;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A server of a {@link PostgresCluster}, with the daemon of repmgr that watches it. */
final class ReplicatedNode {
  private static final String REPMGR = "repmgr";
  private static final Duration START_MAX = Duration.ofSeconds(60);

  private final PostgresPrograms programs;
  private final Path folder;
  private final int number;
  private final PostgresServer server;
  private @Nullable ServerProcess watcher;

  private ReplicatedNode(
      PostgresPrograms programs, Path folder, int number, PostgresServer server) {
    this.programs = programs;
    this.folder = folder;
    this.number = number;
    this.server = server;
    configure();
  }

  /** The first of a cluster. */
  static ReplicatedNode primary(Path parent, PostgresPrograms programs, int number) {
    Path folder = Folders.create(parent.resolve("n" + number));
    PostgresServer server =
        PostgresServer.create(
            folder,
            programs,
            """
            shared_preload_libraries = 'repmgr'
            wal_keep_size = 256MB
            # A failover may otherwise wait for the next look, five seconds later.
            wal_retrieve_retry_interval = 200ms
            """);
    server.sql("create role repmgr superuser login replication");
    server.sql("create database repmgr owner repmgr");
    ReplicatedNode node = new ReplicatedNode(programs, folder, number, server);
    node.repmgr("primary", "register");
    return node;
  }

  /** One more, with a copy of what the primary has. */
  static ReplicatedNode standbyOf(
      ReplicatedNode primary, Path parent, PostgresPrograms programs, int number) {
    Path folder = Folders.create(parent.resolve("n" + number));
    programs.account().own(folder);
    int port = Ports.free();
    configure(programs, folder, number, port);
    copy(programs, folder, primary);
    PostgresServer server = PostgresServer.open(folder, programs, port, "");
    ReplicatedNode node = new ReplicatedNode(programs, folder, number, server);
    node.repmgr("standby", "register", "--wait-sync=60");
    return node;
  }

  private static void copy(PostgresPrograms programs, Path folder, ReplicatedNode primary) {
    List<String> options = new ArrayList<>(List.of("-f", configuration(folder).toString()));
    options.addAll(List.of("-h", "127.0.0.1", "-p", Integer.toString(primary.server.port())));
    options.addAll(List.of("-U", REPMGR, "-d", REPMGR, "standby", "clone", "--fast-checkpoint"));
    programs.require(folder, REPMGR, options.toArray(String[]::new));
  }

  private void configure() {
    configure(programs, folder, number, server.port());
  }

  private static Path configuration(Path folder) {
    return folder.resolve("repmgr.conf");
  }

  private static void configure(PostgresPrograms programs, Path folder, int number, int port) {
    String repmgr = programs.path(REPMGR) + " -f " + configuration(folder);
    Folders.write(
        configuration(folder),
        """
        node_id = %1$d
        node_name = 'n%1$d'
        conninfo = 'host=127.0.0.1 port=%2$d user=repmgr dbname=repmgr connect_timeout=2'
        data_directory = '%3$s'
        pg_bindir = '%4$s'
        use_replication_slots = yes
        failover = automatic
        promote_command = '%5$s standby promote'
        follow_command = '%5$s standby follow --upstream-node-id=%%n'
        monitor_interval_secs = 1
        reconnect_attempts = 2
        reconnect_interval = 1
        """
            .formatted(number, port, folder.resolve("data"), programs.folder(), repmgr));
  }

  private void repmgr(String... action) {
    List<String> options = new ArrayList<>(List.of("-f", configuration(folder).toString()));
    options.addAll(List.of(action));
    programs.require(folder, REPMGR, options.toArray(String[]::new));
  }

  String name() {
    return "n" + number;
  }

  PostgresServer server() {
    return server;
  }

  /** Adds settings, and makes the server read them. */
  void settings(String more) {
    Folders.append(server.data().resolve(PostgresServer.SETTINGS), more);
    server.sql("select pg_reload_conf()");
  }

  /** Starts the daemon that notices when the primary is gone. */
  void startWatching() {
    List<String> command =
        programs.asAccount(
            "repmgrd",
            "-f",
            configuration(folder).toString(),
            "--daemonize=false",
            "--no-pid-file");
    ServerProcess started = ServerProcess.start(folder, folder.resolve("repmgrd.log"), command);
    watcher = started;
    started.await(
        "repmgrd watches " + name(),
        START_MAX,
        () -> server.sql(REPMGR, "select repmgr.repmgrd_is_running()").equals("t"));
  }

  boolean isPrimary() {
    return server.answers() && server.sql("select pg_is_in_recovery()").equals("f");
  }

  int standbys() {
    return Integer.parseInt(
        server.sql("select count(*) from pg_stat_replication where state = 'streaming'"));
  }

  void kill() {
    ServerProcess watching = watcher;
    if (watching != null) {
      watching.kill();
      watcher = null;
    }
    server.kill();
  }

  void close() {
    ServerProcess watching = watcher;
    if (watching != null) {
      watching.kill();
    }
    server.close();
  }
}
