package tercet.store.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.Set;
import org.postgresql.PGConnection;

/**
 * A program such as PgBouncer that hands a connection to the server to one client after another. In
 * its transaction mode a session setting or a remembered statement of one client stays in a
 * connection that others use.
 */
final class Pooler {
  /** Parameter of the driver: after how many runs the server remembers a statement. */
  static final String PREPARE_THRESHOLD = "prepareThreshold";

  /** A remembered statement that is not there, or one that is there already. */
  private static final Set<String> LOST_STATEMENTS = Set.of("26000", "42P05");

  private Pooler() {}

  /** A pooler tells the client another process id at login than the server's own. */
  static boolean isBetween(Connection connection, Session session) throws SQLException {
    return connection.unwrap(PGConnection.class).getBackendPID() != session.process();
  }

  /**
   * Lets the server remember no statements of a connection, unless the address says otherwise.
   *
   * @param url of the connection
   */
  static void rememberNothing(Connection connection, String url) throws SQLException {
    if (!url.contains(PREPARE_THRESHOLD + "=")) {
      connection.unwrap(PGConnection.class).setPrepareThreshold(0);
    }
  }

  /**
   * Tries the features that the store needs of a pooler, if there is one.
   *
   * @throws DatabaseRefusedException if the pooler cannot carry it
   */
  static void check(PostgresSettings settings, Properties properties) {
    try (Connection one = DriverManager.getConnection(settings.url(), properties)) {
      one.setAutoCommit(false);
      try (Statement statement = one.createStatement()) {
        if (!isBetween(one, Session.ask(statement))) {
          return;
        }
      }
      one.commit();
      try (Connection other = DriverManager.getConnection(settings.url(), properties)) {
        other.setAutoCommit(false);
        for (Connection each : new Connection[] {one, other, one, other}) {
          runRemembered(each, settings.url());
        }
      }
    } catch (SQLException e) {
      refuseIfUnfit(settings, e);
      // else the tables are made next, and say what is wrong
    }
  }

  private static void runRemembered(Connection connection, String url) throws SQLException {
    rememberNothing(connection, url);
    try (PreparedStatement probe = connection.prepareStatement("select 'tercet'")) {
      probe.execute();
    }
    connection.commit();
  }

  private static void refuseIfUnfit(PostgresSettings settings, SQLException e) {
    if (String.valueOf(e.getMessage()).contains("statement pooling mode")) {
      throw new DatabaseRefusedException(
          ("%s is behind a pooler that takes single statements only, but a commit is a transaction"
                  + " of several. Set pool_mode = transaction or session.")
              .formatted(settings),
          e);
    }
    if (LOST_STATEMENTS.contains(String.valueOf(e.getSQLState()))) {
      throw new DatabaseRefusedException(
          ("%s is behind a pooler that loses prepared statements. Set prepareThreshold=0 in the"
                  + " address, or leave the parameter away.")
              .formatted(settings),
          e);
    }
  }
}
