package tercet.store.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Makes the tables, and makes sure that the database is fit for the store. */
final class Schema {
  private static final String MIGRATIONS = "classpath:tercet/store/postgres/migrations";
  private static final int VERSION_MIN = 150_000;

  /** With fewer, a batch locks whole tables and conflicts with every other. */
  private static final int PREDICATE_LOCKS_MIN = 1_024;

  private static final System.Logger LOG = System.getLogger(Schema.class.getName());

  private Schema() {}

  /** Several nodes may do this at once: one does it, the others wait. */
  static void migrate(PostgresSettings settings) {
    Properties login = new Properties();
    login.putAll(driver());
    try {
      settings.addLogin(login);
      Pooler.check(settings, login);
      Flyway.configure(Schema.class.getClassLoader())
          .dataSource(settings.url(), settings.user(), login.getProperty("password", ""))
          .jdbcProperties(driver())
          .defaultSchema(settings.schema())
          .schemas(settings.schema())
          .createSchemas(true)
          .locations(MIGRATIONS)
          .table("migrations")
          .load()
          .migrate();
    } catch (FlywayException | SQLException e) {
      throw new DatabaseRefusedException(
          "The tables in %s cannot be made: %s".formatted(settings, e.getMessage()), e);
    }
  }

  /**
   * A migration may take its time, and so may the first login of a process that has just started,
   * on a machine where others start, too.
   */
  private static Map<String, String> driver() {
    Properties defaults = PrimarySource.defaults();
    defaults.remove("socketTimeout");
    defaults.setProperty("loginTimeout", "30");
    defaults.setProperty(Pooler.PREPARE_THRESHOLD, "0"); // each statement runs once
    Map<String, String> properties = new HashMap<>();
    defaults
        .stringPropertyNames()
        .forEach(name -> properties.put(name, defaults.getProperty(name)));
    return properties;
  }

  /**
   * Checks that the database has the settings that the store needs.
   *
   * @throws DatabaseRefusedException if it cannot be used
   */
  static void check(Connection connection, PostgresSettings settings, int shards)
      throws SQLException {
    if (number(connection, "server_version_num") < VERSION_MIN) {
      throw new DatabaseRefusedException(
          "%s is PostgreSQL %s; 15 or newer is needed."
              .formatted(settings, setting(connection, "server_version")));
    }
    int predicateLocks = number(connection, "max_pred_locks_per_transaction");
    if (predicateLocks < PREDICATE_LOCKS_MIN) {
      LOG.log(
          System.Logger.Level.WARNING,
          "{0} has max_pred_locks_per_transaction = {1}: batches that run at once will often be"
              + " decided again. Set it to {2} or more.",
          settings,
          predicateLocks,
          PREDICATE_LOCKS_MIN);
    }
    int made = fixShards(connection, new Statements(settings.schema()), shards);
    if (made != shards) {
      throw new DatabaseRefusedException(
          ("%s was made for %d shards and cannot be served with %d: the number is fixed when a"
                  + " schema is made.")
              .formatted(settings, made, shards));
    }
  }

  /** The first node says how many there are; nodes that start at once get in each other's way. */
  private static int fixShards(Connection connection, Statements statements, int shards)
      throws SQLException {
    while (true) {
      try (PreparedStatement fix = connection.prepareStatement(statements.fixShards())) {
        fix.setInt(1, shards);
        fix.executeUpdate();
        int made = Integer.parseInt(first(connection, statements.shards()));
        connection.commit();
        return made;
      } catch (SQLException conflict) {
        connection.rollback();
        if (SqlFailure.of(conflict) != SqlFailure.CONFLICT) {
          throw conflict;
        }
      }
    }
  }

  private static int number(Connection connection, String name) throws SQLException {
    return Integer.parseInt(setting(connection, name));
  }

  private static String setting(Connection connection, String name) throws SQLException {
    return first(connection, "show " + name);
  }

  private static String first(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      if (!rows.next()) {
        throw new SQLException("nothing was returned by " + sql);
      }
      return String.valueOf(rows.getString(1));
    }
  }
}
