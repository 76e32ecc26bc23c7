package tercet.store.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * The server processes that a store occupies. A process that waits for a standby does not notice
 * that its client has gone: it would stay, and each attempt to connect would add one. So every new
 * connection first ends those of the same server whose connections are closed. Safe for threads.
 *
 * <p>Ending a process that waits at its commit loses nothing: the server has the commit, and no
 * client is told of it before a standby has confirmed a later one.
 */
final class Backends {
  private static final System.Logger LOG = System.getLogger(Backends.class.getName());
  private static final Executor AT_ONCE = Runnable::run;

  /** Returns those of the processes that are there, and ends them. */
  private static final String TERMINATE =
      "select pid, backend_start::text, pg_terminate_backend(pid) from pg_stat_activity"
          + " join unnest(?::int[], ?::text[]) as given (process, started)"
          + " on pid = process and backend_start::text = started";

  private final Map<Connection, Backend> known = new ConcurrentHashMap<>();

  /**
   * A process of a server.
   *
   * @param url of its server
   * @param process its id, which the server may give again when it has ended
   * @param started when it began
   * @param timeline of the server, which grows with each failover
   */
  record Backend(String url, int process, String started, long timeline) {}

  void add(Connection connection, Backend backend) {
    known.put(connection, backend);
  }

  /**
   * Ends the processes of closed connections. Those that are gone are forgotten; others are looked
   * for again the next time.
   *
   * @param connection to their server
   */
  void endAbandoned(Connection connection, String url) throws SQLException {
    Map<Connection, Backend> abandoned = abandoned(url);
    if (abandoned.isEmpty()) {
      return;
    }
    Set<String> there = new HashSet<>();
    try (PreparedStatement terminate = connection.prepareStatement(TERMINATE)) {
      List<Backend> all = List.copyOf(abandoned.values());
      Object[] processes = all.stream().map(Backend::process).toArray();
      Object[] starts = all.stream().map(Backend::started).toArray();
      terminate.setArray(1, connection.createArrayOf("int4", processes));
      terminate.setArray(2, connection.createArrayOf("text", starts));
      try (ResultSet rows = terminate.executeQuery()) {
        while (rows.next()) {
          there.add(rows.getInt(1) + " " + rows.getString(2));
        }
      }
    }
    abandoned.forEach((closed, backend) -> {
      if (!there.contains(backend.process() + " " + backend.started())) {
        known.remove(closed);
      }
    });
  }

  private Map<Connection, Backend> abandoned(String url) {
    Map<Connection, Backend> abandoned = new ConcurrentHashMap<>();
    known.forEach((connection, backend) -> {
      if (backend.url().equals(url) && isClosed(connection)) {
        abandoned.put(connection, backend);
      }
    });
    return abandoned;
  }

  private static boolean isClosed(Connection connection) {
    try {
      return connection.isClosed();
    } catch (SQLException e) {
      return true;
    }
  }

  /** Ends the remaining processes on every server that can be reached now. */
  void endAll(Properties properties) {
    Set<String> urls = new HashSet<>();
    known.values().forEach(backend -> urls.add(backend.url()));
    for (String url : urls) {
      if (abandoned(url).isEmpty()) {
        continue;
      }
      try (Connection connection = DriverManager.getConnection(url, properties)) {
        endAbandoned(connection, url);
      } catch (SQLException e) {
        LOG.log(System.Logger.Level.DEBUG, "Server processes may be left behind.", e);
      }
    }
  }

  /** Cuts the open connections to servers that were the primary before the one of a timeline. */
  void cutOlderThan(long timeline) {
    List<Connection> older = new ArrayList<>();
    known.forEach((connection, backend) -> {
      if (backend.timeline() < timeline && !isClosed(connection)) {
        older.add(connection);
      }
    });
    for (Connection connection : older) {
      try {
        connection.abort(AT_ONCE);
      } catch (SQLException e) {
        LOG.log(System.Logger.Level.DEBUG, "A connection cannot be cut.", e);
      }
    }
  }

  /** The highest timeline of the servers that there are open connections to; 0 without any. */
  long timeline() {
    return known.entrySet().stream()
        .filter(one -> !isClosed(one.getKey()))
        .mapToLong(one -> one.getValue().timeline())
        .max()
        .orElse(0);
  }
}
