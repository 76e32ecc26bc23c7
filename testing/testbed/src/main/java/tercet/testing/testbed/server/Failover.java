package tercet.testing.testbed.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The script {@code failover.sh} beside one server of a cluster: it watches the primary, and makes
 * the server the primary when that one is gone. Its head says how the servers agree.
 *
 * @param folder of the server
 * @param number of the server in its cluster, from 1
 */
record Failover(PostgresPrograms programs, Path folder, int number, int port) {
  private static final String SCRIPT = "failover.sh";

  /** Also the name that the primary knows a standby by. */
  String server() {
    return "n" + number;
  }

  private Path script() {
    return folder.resolve(SCRIPT);
  }

  /** Puts the script into the server's folder. */
  void install() {
    try (InputStream script = Failover.class.getResourceAsStream(SCRIPT)) {
      byte[] text = Objects.requireNonNull(script, SCRIPT).readAllBytes();
      Folders.write(script(), new String(text, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new ServerFailedException("cannot read " + SCRIPT + ": " + e, e);
    }
  }

  /** The table of all servers of a cluster, with its first primary. */
  String createMembers() {
    return """
    create schema failover;
    create table failover.members (name text primary key, port int not null, role text not null);
    insert into failover.members values ('%s', %d, 'primary')
    """
        .formatted(server(), port);
  }

  /**
   * Adds a standby to the table of all servers, before it runs. A server that becomes the primary
   * asks all servers of the table, so a standby outside the table must not confirm commits. A
   * primary without standbys does not wait for one.
   */
  String register() {
    return """
    select set_config('synchronous_commit', 'local', false)
      where not exists (select from pg_stat_replication where state = 'streaming');
    insert into failover.members values ('%s', %d, 'standby')
      on conflict (name) do update set role = 'standby'
    """
        .formatted(server(), port);
  }

  /** Whether the table says that the server is the primary; it follows a promotion. */
  String isRegisteredPrimary() {
    return "select exists (select from failover.members where name = '%s' and role = 'primary')"
        .formatted(server());
  }

  /** Copies the data of a primary into the server's folder. */
  void copy(int primaryPort) {
    String primary =
        "host=127.0.0.1 port=%d user=%s connect_timeout=2 application_name=%s"
            .formatted(primaryPort, PostgresServer.USER, server());
    String data = "--pgdata=" + folder.resolve("data");
    String from = "--dbname=" + primary;
    programs.require(
        folder, "pg_basebackup", data, from, "--checkpoint=fast", "--write-recovery-conf");
  }

  /** Acts as the script when it is this server's turn. */
  void promote() {
    Shell.require(folder, environment(), command("promote"));
  }

  /** Starts the script. */
  ServerProcess watch() {
    return ServerProcess.start(
        folder, folder.resolve("failover.log"), environment(), command("watch"));
  }

  /** Whether the script sees the primary; before that it is useless. */
  static String watches() {
    return "select exists (select from pg_locks where locktype = 'advisory'"
        + " and classid = 7 and objid = 0 and objsubid = 2)";
  }

  private List<String> command(String action) {
    return programs
        .account()
        .command(new ArrayList<>(List.of("bash", script().toString(), action)));
  }

  private Map<String, String> environment() {
    return Map.of(
        "HOME", folder.toString(),
        "NAME", server(),
        "PORT", Integer.toString(port),
        "PSQL", programs.path("psql"),
        "PGUSER", PostgresServer.USER);
  }
}
