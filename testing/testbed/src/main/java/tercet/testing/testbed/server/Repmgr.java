package tercet.testing.testbed.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
   * Writes the configuration. A primary is gone if it refuses two connections in a row, or answers
   * none of two within two seconds each, which is the least that PostgreSQL's client library waits.
   * Waits are for what happens at once or not at all; their defaults are up to a minute.
   */
  void configure() {
    Folders.write(script("follow"), followScript());
    Folders.write(script("promote"), promoteScript());
    Folders.write(
        configuration(),
        """
        node_id = %1$d
        node_name = '%2$s'
        conninfo = '%3$s'
        data_directory = '%4$s'
        pg_bindir = '%5$s'
        failover = automatic
        promote_command = '/bin/sh %6$s'
        follow_command = '/bin/sh %7$s %%n'
        monitor_interval_secs = 1
        reconnect_attempts = 1
        reconnect_interval = 1
        primary_notification_timeout = 10
        election_rerun_interval = 1
        """
            .formatted(
                number,
                server(),
                address(),
                folder.resolve("data"),
                programs.folder(),
                script("promote"),
                script("follow")));
  }

  private String address() {
    return "host=127.0.0.1 port=" + port + " user=repmgr dbname=repmgr connect_timeout=2";
  }

  private Path script(String name) {
    return folder.resolve(name + ".sh");
  }

  /** What both scripts begin with. */
  private String scriptStart() {
    return """
    set -e
    sql() {
      database=$1; first=$2; shift 2
      %s --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 \
        --command="$first" "$@" "$database"
    }
    me='%s'
    wait_until_left='do $wait$ begin for time in 1..300 loop
      exit when not exists (select from pg_stat_wal_receiver);
      perform pg_sleep(0.01); end loop; end $wait$'
    """
        .formatted(programs.path("psql"), address());
  }

  /**
   * Makes the server the primary, with all that any other standby has, and the others follow it at
   * once: repmgr's own command looks for other primaries first, and waits two seconds for each that
   * does not answer; its daemons tell the others later. It makes the others leave the old primary
   * before it looks, so that none of them can confirm anything more to one that wakes. repmgr has
   * compared before, but not with a standby whose daemon is down; if another one has more, it is
   * fetched from there. Nothing happens if another one does not answer.
   */
  private String promoteScript() {
    return scriptStart()
        + """
        others=$(sql "$me" "select replace(conninfo, ' ', '#') || '#application_name=' || node_name
          from repmgr.nodes where active and type = 'standby' and node_id <> %1$d")
        for word in $others; do
          other=$(echo "${word%%%%#application_name=*}" | tr '#' ' ')
          theirs=$(sql "$other" "alter system set primary_conninfo = ''" \
            --command="select pg_reload_conf()" --command="$wait_until_left" \
            --command="select pg_last_wal_receive_lsn()
              where not exists (select from pg_stat_wal_receiver)" | tail -n 1)
          if [ "$(sql "$me" "select '$theirs' <= pg_last_wal_receive_lsn()")" != t ]; then
            sql "$me" "alter system set primary_conninfo = '$other application_name=%2$s'"
            sql "$me" "select pg_reload_conf()"
            for time in $(seq 100); do
              if [ "$(sql "$me" "select '$theirs' <= pg_last_wal_receive_lsn()")" = t ]; then
                break
              fi
              sleep 0.1
            done
            [ "$(sql "$me" "select '$theirs' <= pg_last_wal_receive_lsn()")" = t ]
          fi
        done
        [ "$(sql "$me" "select pg_promote(true, 20)")" = t ]
        for word in $others; do
          other=$(echo "${word%%%%#application_name=*}" | tr '#' ' ')
          name=${word##*#application_name=}
          sql "$other" "alter system set primary_conninfo = '$me application_name=$name'" \
            --command="select pg_reload_conf()" || continue
        done
        sql "$me" "set synchronous_commit = local;
          update repmgr.nodes set active = false where type = 'primary' and node_id <> %1$d;
          update repmgr.nodes set type = 'primary', upstream_node_id = null, active = true
            where node_id = %1$d"
        """
            .formatted(number, server());
  }

  /**
   * Makes the server follow another one, whose number is the argument. repmgr's own command refuses
   * a standby that was sent the beginning of a record of which the dead primary never sent the end,
   * though PostgreSQL drops it and follows: then nobody confirmed anything any more.
   */
  private String followScript() {
    return scriptStart()
        + """
        primary=$(sql "$me" "select conninfo from repmgr.nodes where node_id = $1")
        sql "$me" "alter system set primary_conninfo = '$primary application_name=%1$s'"
        sql "$me" "select pg_reload_conf()"
        %2$s -f %3$s standby register --force --upstream-node-id="$1"
        # The winner's word may come when it is followed already. It would be heard in the next
        # failover, and the daemon would end because it cannot follow the dead.
        (sleep 3; sql "$me" "select repmgr.reset_voting_status()") &
        # Until it reads all that here too, the daemon would look for the dead primary again.
        for time in $(seq 100); do
          known=$(sql "$me" "select count(*) from repmgr.nodes where node_id = $1
            and type = 'primary' or node_id = %4$d and upstream_node_id = $1")
          if [ "$known" = 2 ]; then exit 0; fi
          sleep 0.1
        done
        exit 1
        """
            .formatted(server(), programs.path(NAME), configuration(), number);
  }

  void registerPrimary() {
    run("primary", "register");
  }

  /** Does what the daemon does when it has won. */
  void promote() {
    Shell.require(
        folder,
        Map.of("HOME", folder.toString()),
        programs.account().command(List.of("/bin/sh", script("promote").toString())));
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

  /**
   * Starts the daemon that watches the primary, or waits to be asked by the others. It ends by
   * itself when it is confused, and is started again, as a service is.
   */
  ServerProcess watch() {
    String daemon =
        "%s -f %s --daemonize=false --no-pid-file"
            .formatted(programs.path("repmgrd"), configuration());
    List<String> command =
        List.of("/bin/sh", "-c", "while true; do " + daemon + "; sleep 0.5; done");
    return ServerProcess.start(
        folder, folder.resolve("repmgrd.log"), programs.account().command(command));
  }
}
