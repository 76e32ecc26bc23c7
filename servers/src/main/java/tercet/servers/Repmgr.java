package tercet.servers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The programs of repmgr, as configured for one server.
 *
 * @param folder of the server
 * @param number of the server in its cluster
 */
record Repmgr(PostgresPrograms programs, Path folder, int number, int port) {
  /** The role and the database that it keeps its books in. */
  static final String NAME = "repmgr";

  /** Its name is also the one that the primary knows a standby by. */
  String server() {
    return "n" + number;
  }

  private Path configuration() {
    return folder.resolve("repmgr.conf");
  }

  /**
   * Writes the configuration. A primary that is seen to be gone twice, a second apart, is gone.
   * Both standbys stop listening to it before they compare what they have, so that it can confirm
   * nothing any more that the winner would not know, also if it only stood still. The other waits
   * are for what happens at once or not at all; their defaults are up to a minute.
   */
  void configure() {
    String command = programs.path(NAME) + " -f " + configuration();
    Folders.write(
        configuration(),
        """
        node_id = %1$d
        node_name = '%2$s'
        conninfo = 'host=127.0.0.1 port=%3$d user=repmgr dbname=repmgr connect_timeout=2'
        data_directory = '%4$s'
        pg_bindir = '%5$s'
        failover = automatic
        promote_command = '%6$s standby promote'
        follow_command = '%6$s standby follow --upstream-node-id=%%n'
        monitor_interval_secs = 1
        reconnect_attempts = 2
        reconnect_interval = 1
        standby_disconnect_on_failover = true
        sibling_nodes_disconnect_timeout = 5
        primary_notification_timeout = 10
        election_rerun_interval = 1
        """
            .formatted(number, server(), port, folder.resolve("data"), programs.folder(), command));
  }

  void registerPrimary() {
    run("primary", "register");
  }

  /** Copies the data of a primary into the server's folder. */
  void copy(int primaryPort) {
    run(primaryPort, "standby", "clone", "--fast-checkpoint");
  }

  /**
   * Makes a standby known, before it runs: whoever elects a primary asks all that are known, so
   * nobody may confirm commits who is not.
   */
  void registerStandby(int primaryPort) {
    run(primaryPort, "standby", "register", "--force");
  }

  private void run(int port, String... action) {
    List<String> options =
        new ArrayList<>(List.of("-h", "127.0.0.1", "-p", Integer.toString(port)));
    options.addAll(List.of("-U", NAME, "-d", NAME));
    options.addAll(List.of(action));
    run(options.toArray(String[]::new));
  }

  private void run(String... options) {
    List<String> all = new ArrayList<>(List.of("-f", configuration().toString()));
    all.addAll(List.of(options));
    programs.require(folder, NAME, all.toArray(String[]::new));
  }

  /** Starts the daemon that watches the primary, or waits to be asked by the others. */
  ServerProcess watch() {
    List<String> command =
        programs.asAccount(
            "repmgrd", "-f", configuration().toString(), "--daemonize=false", "--no-pid-file");
    return ServerProcess.start(folder, folder.resolve("repmgrd.log"), command);
  }
}
