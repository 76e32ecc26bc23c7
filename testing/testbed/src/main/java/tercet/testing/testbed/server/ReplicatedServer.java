package tercet.testing.testbed.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A server of a {@link PostgresCluster}: PostgreSQL, and the script that watches the primary. They
 * are broken together, as on a machine of their own. Not safe for threads, except for the name and
 * the port.
 */
public final class ReplicatedServer {
  private static final Duration START_MAX = Duration.ofSeconds(60);
  private static final int STORY_LINES = 40;

  /** Above all groups that a system has, and those of others here; a port is used by one server. */
  private static final long GROUPS_FROM = 2_000_000;

  private final PostgresCluster cluster;
  private final PostgresPrograms programs;
  private final Path folder;
  private final Failover failover;
  private final AtExit atExit;
  private @Nullable PostgresServer server;
  private volatile @Nullable ServerProcess watcher;

  /** A server without data. */
  ReplicatedServer(PostgresCluster cluster, PostgresPrograms programs, Path parent, int number) {
    this.cluster = cluster;
    int port = Ports.free();
    this.programs = programs.inGroup(GROUPS_FROM + port);
    this.folder = Folders.create(parent.resolve("n" + number));
    this.failover = new Failover(this.programs, folder, number, port);
    programs.account().own(folder);
    failover.install();
    this.atExit = new AtExit("kill-failover", this::stopWatching);
  }

  /** Makes it the first of its cluster, with empty data. */
  void startAsPrimary(String settings) {
    PostgresServer first = PostgresServer.create(folder, programs, port(), settings);
    server = first;
    first.sql(failover.createMembers());
    startWatching();
  }

  /** Unique in its cluster. */
  public String name() {
    return failover.server();
  }

  /** Where it listens on loopback, always. */
  public int port() {
    return failover.port();
  }

  /** The group that its processes belong to, if this process may choose, and no others. */
  public long group() {
    return GROUPS_FROM + port();
  }

  /** Its process, with its children and its output. */
  public ServerProcess process() {
    return started().process();
  }

  /** Whether it accepts connections now. */
  public boolean answers() {
    return programs.accepts(port());
  }

  /**
   * Whether the others follow it or would. At most one server is the primary: a server that stood
   * still while the others promoted another one considers itself the primary, and is none.
   */
  public boolean isPrimary() {
    return equals(cluster.findPrimary());
  }

  /** Whether another server has become the primary while it considered itself the primary. */
  public boolean isDeposed() {
    int own = timeline();
    if (own <= 0) {
      return false;
    }
    ReplicatedServer primary = cluster.findPrimary();
    return primary != null && !equals(primary) && primary.timeline() > own;
  }

  /** Whether it follows another server, or looks for one to follow. */
  public boolean isStandby() {
    return timeline() == 0;
  }

  /**
   * How many primaries there had been before it became one, and one more; 0 for a standby, and -1
   * if it does not answer.
   */
  int timeline() {
    if (!answers()) {
      return -1;
    }
    try {
      // Eight hexadecimal digits, at the beginning of the name of each file of the log.
      String found =
          sql(
              "select case when pg_is_in_recovery() then '0'"
                  + " else left(pg_walfile_name(pg_current_wal_insert_lsn()), 8) end");
      return Integer.parseInt(found, 16);
    } catch (ServerFailedException e) {
      return -1;
    }
  }

  /** The last output of its server and its script, to explain a failure in the background. */
  String story() {
    ServerProcess watching = watcher;
    String ofScript = watching == null ? "(does not run)" : lastLines(watching.log());
    String ofServer = server == null ? "(has never run)" : lastLines(process().log());
    return "%s, timeline %d. PostgreSQL:%n%s%nfailover.sh:%n%s"
        .formatted(name(), timeline(), ofServer, ofScript);
  }

  private static String lastLines(String log) {
    List<String> lines = log.lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - STORY_LINES), lines.size()));
  }

  /** Runs a statement; see {@link PostgresServer#sql}. */
  public String sql(String statement) {
    return started().sql(statement);
  }

  private PostgresServer started() {
    if (server == null) {
      throw new ServerFailedException(name() + " has never run");
    }
    return server;
  }

  /** How many standbys follow it. */
  int standbys() {
    return Integer.parseInt(
        sql("select count(*) from pg_stat_replication where state = 'streaming'"));
  }

  /** Adds settings, which a running server reads at once. */
  void settings(String more) {
    Folders.append(started().data().resolve(PostgresServer.SETTINGS), more);
    started().sql("select pg_reload_conf()");
  }

  /** Whether the table of members says, too, that it is the primary; it follows a promotion. */
  boolean isRegisteredPrimary() {
    return sql(failover.isRegisteredPrimary()).equals("t");
  }

  private ServerProcess startWatching() {
    ServerProcess started = failover.watch();
    watcher = started;
    return started;
  }

  /** Ends all its processes, as a crash of its machine does. */
  public void kill() {
    stopWatching();
    if (server != null) {
      server.kill();
    }
  }

  /** Makes it the primary, as its script would. */
  void promote() {
    failover.promote();
  }

  void stopWatching() {
    ServerProcess watching = watcher;
    if (watching != null) {
      watching.kill();
      watcher = null;
    }
  }

  /**
   * Halts all its processes where they are: connections stay open, and no request gets an answer.
   */
  public void pause() {
    started().pause();
    ServerProcess watching = watcher;
    if (watching != null) {
      watching.pause();
    }
  }

  /**
   * Lets it go on after {@link #pause}. If it was the primary, and the others have another one by
   * now, it still considers itself the primary until {@link #rejoin}; it can confirm no commit.
   */
  public void resume() {
    started().resume();
    ServerProcess watching = watcher;
    if (watching != null) {
      watching.resume();
    }
  }

  /**
   * Makes it a standby of the current primary, as an operator does: with a copy of the primary's
   * data in place of its own. It may be dead, deposed, or a standby. Waits while the others have no
   * primary yet, and returns when it has all that the primary had confirmed before, and would take
   * part in the next failover.
   *
   * @throws ServerFailedException if there is no other primary, or it cannot follow
   */
  public void rejoin() {
    ReplicatedServer primary = cluster.awaitPrimaryOtherThan(this);
    kill();
    Folders.delete(folder.resolve("data"));
    failover.copy(primary.port());
    primary.sql(failover.register());
    if (server == null) {
      server = PostgresServer.open(folder, programs, port(), "");
    } else {
      server.restartWithCopiedData();
    }
    awaitCaughtUpWith(primary);
    startWatching()
        .await(
            "the script of " + name() + " sees the primary",
            START_MAX,
            () -> sql(Failover.watches()).equals("t"));
  }

  private void awaitCaughtUpWith(ReplicatedServer primary) {
    String goal = primary.sql("select pg_current_wal_flush_lsn()");
    started()
        .await(
            name() + " follows " + primary.name(),
            START_MAX,
            () ->
                primary
                    .sql(
                        "select count(*) from pg_stat_replication where application_name = '%s'"
                                .formatted(name())
                            + " and state = 'streaming' and replay_lsn >= '%s'".formatted(goal))
                    .equals("1"));
  }

  void close() {
    atExit.cancel();
    stopWatching();
    if (server != null) {
      server.close();
    }
  }
}
