package tercet.store.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.stream.Collectors;
import tercet.testing.testbed.server.Firewall;
import tercet.testing.testbed.server.Folders;
import tercet.testing.testbed.server.Ports;
import tercet.testing.testbed.server.ServerProcess;
import tercet.testing.testbed.server.Shell;
import tercet.testing.testbed.server.Signals;

/**
 * Three PostgreSQL servers that Patroni looks after, and one etcd that never fails: that is to
 * Patroni's advantage. Needs Debian's packages {@code patroni}, {@code etcd-server}, {@code
 * python3-etcd} and {@code postgresql-15}, and root.
 */
final class PatroniServers implements FailoverSpeed.Servers {
  private static final Duration START_MAX = Duration.ofMinutes(2);
  private static final String PROGRAMS = "/usr/lib/postgresql/15/bin";
  private static final long GROUPS_FROM = 3_000_000;

  /** The seconds that a primary may be silent before its lock is free. */
  private static final int TTL = Integer.getInteger("patroni.ttl", 5);

  private static final class Server {
    final String name;
    final Path folder;
    final int port = Ports.free();
    final int api = Ports.free();

    Server(Path parent, int number) {
      this.name = "p" + number;
      this.folder = Folders.create(parent.resolve(name));
    }
  }

  private final Path folder = Folders.temporary("patroni");
  private final int etcdPort = Ports.free();
  private final ServerProcess etcd;
  private final List<Server> servers = new ArrayList<>();

  PatroniServers() {
    Folders.openToAll(folder);
    String etcdUrl = "http://127.0.0.1:" + etcdPort;
    String peerUrl = "http://127.0.0.1:" + Ports.free();
    etcd =
        ServerProcess.start(
            folder,
            folder.resolve("etcd.log"),
            Map.of(),
            List.of(
                "etcd",
                "--data-dir=" + folder.resolve("etcd"),
                "--listen-client-urls=" + etcdUrl,
                "--advertise-client-urls=" + etcdUrl,
                "--listen-peer-urls=" + peerUrl,
                "--initial-advertise-peer-urls=" + peerUrl,
                "--initial-cluster=default=" + peerUrl,
                "--enable-v2=true"));
    for (int number = 1; number <= 3; number++) {
      Server server = new Server(folder, number);
      servers.add(server);
      write(server.folder.resolve("patroni.yml"), configuration(server));
      Shell.run(List.of("chown", "-R", "postgres", server.folder.toString()));
      start(server);
      if (number == 1) {
        etcd.await("it leads", START_MAX, () -> isPrimary(server));
      }
    }
    awaitStandbys();
  }

  private String configuration(Server server) {
    return """
    scope: tercet
    name: %1$s
    restapi: {listen: '127.0.0.1:%2$d', connect_address: '127.0.0.1:%2$d'}
    etcd: {host: '127.0.0.1:%3$d'}
    bootstrap:
      dcs:
        ttl: %6$d
        loop_wait: 1
        retry_timeout: 1
        maximum_lag_on_failover: 1048576
        primary_start_timeout: 0
        master_start_timeout: 0
        synchronous_mode: true
        synchronous_mode_strict: true
        synchronous_node_count: 1
        postgresql:
          use_pg_rewind: false
          use_slots: false
          remove_data_directory_on_diverged_timelines: true
          parameters:
            max_connections: 200
            max_pred_locks_per_transaction: 1024
            wal_keep_size: 256MB
            wal_retrieve_retry_interval: 200ms
      initdb: [{auth-host: trust}, {auth-local: trust}, {encoding: UTF8}, {locale: C}]
      pg_hba:
        - local all all trust
        - host all all 127.0.0.1/32 trust
        - host replication all 127.0.0.1/32 trust
    postgresql:
      listen: '127.0.0.1:%4$d'
      connect_address: '127.0.0.1:%4$d'
      data_dir: %5$s/data
      bin_dir: %7$s
      remove_data_directory_on_diverged_timelines: true
      remove_data_directory_on_rewind_failure: true
      authentication:
        superuser: {username: postgres, password: x}
        replication: {username: postgres, password: x}
      parameters: {unix_socket_directories: '%5$s'}
    """
        .formatted(server.name, server.api, etcdPort, server.port, server.folder, TTL, PROGRAMS);
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long group(Server server) {
    return GROUPS_FROM + server.port;
  }

  /** PostgreSQL leaves Patroni's tree of processes, but not its group. */
  private static void signal(String signal, Server server) {
    String group = Long.toString(group(server));
    for (String line : Shell.run(List.of("ps", "-eo", "pid=,gid=")).output().lines().toList()) {
      Scanner words = new Scanner(line);
      long pid = words.nextLong();
      if (words.next().equals(group)) {
        Signals.send(signal, pid);
      }
    }
  }

  private void start(Server server) {
    ServerProcess.start(
        server.folder,
        server.folder.resolve("log"),
        Map.of("HOME", server.folder.toString()),
        List.of(
            "setpriv",
            "--reuid=postgres",
            "--regid=" + group(server),
            "--clear-groups",
            "patroni",
            server.folder.resolve("patroni.yml").toString()));
  }

  private String sql(Server server, String sql) {
    List<String> command =
        List.of(
            PROGRAMS + "/psql",
            "-XqtAh127.0.0.1",
            "-p" + server.port,
            "-Upostgres",
            "-c" + sql,
            "postgres");
    return Shell.run(folder, Map.of("PGCONNECT_TIMEOUT", "2"), command).output().strip();
  }

  private boolean isPrimary(Server server) {
    return sql(server, "select pg_is_in_recovery()").equals("f");
  }

  private Server primary() {
    return servers.stream().filter(this::isPrimary).findFirst().orElseThrow();
  }

  private boolean hasStandbys() {
    return servers.stream()
        .anyMatch(server ->
            sql(
                    server,
                    "select count(*) filter (where state = 'streaming') || ' '"
                        + " || count(*) filter (where sync_state = 'sync')"
                        + " from pg_stat_replication where not pg_is_in_recovery()")
                .equals("2 1"));
  }

  private void awaitStandbys() {
    etcd.await("two standbys", START_MAX, this::hasStandbys);
  }

  @Override
  public String url() {
    return servers.stream()
        .map(server -> "127.0.0.1:" + server.port)
        .collect(Collectors.joining(",", "jdbc:postgresql://", "/postgres"));
  }

  @Override
  public Runnable breakPrimary(FailoverSpeed.Fault fault, Firewall firewall) {
    Server primary = primary();
    switch (fault) {
      case KILL -> {
        signal("STOP", primary);
        signal("KILL", primary);
      }
      case PAUSE -> signal("STOP", primary);
      case ISOLATE -> firewall.blockGroup(primary.name, group(primary));
    }
    return () -> {
      switch (fault) {
        case KILL -> start(primary);
        case PAUSE -> signal("CONT", primary);
        case ISOLATE -> firewall.unblock(primary.name);
      }
      awaitStandbys();
    };
  }

  @Override
  public void close() {
    servers.forEach(server -> signal("KILL", server));
    etcd.kill();
    Folders.delete(folder);
  }
}
