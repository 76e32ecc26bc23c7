package tercet.store.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** Connections to the primary, each set up so that a transaction is what the store promises. */
final class Connections implements AutoCloseable {
  /** Before whoever wants a connection hears that there is none. */
  private static final Duration CONNECT_MAX = Duration.ofSeconds(2);

  private final HikariDataSource pool;

  Connections(PostgresSettings settings) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("tercet-" + settings.schema());
    config.setDataSource(new PrimarySource(settings));
    config.setAutoCommit(false);
    config.setIsolateInternalQueries(true); // a check of a connection begins no transaction
    config.setTransactionIsolation("TRANSACTION_SERIALIZABLE");
    config.setMaximumPoolSize(settings.connections());
    config.setMinimumIdle(1);
    config.setConnectionTimeout(CONNECT_MAX.toMillis());
    config.setValidationTimeout(CONNECT_MAX.toMillis() / 2);
    config.setInitializationFailTimeout(CONNECT_MAX.toMillis());
    this.pool = new HikariDataSource(config);
  }

  /** A connection, to be closed; what was not committed by then is rolled back. */
  Connection take() throws SQLException {
    return pool.getConnection();
  }

  /**
   * A connection that may be of no use any more, though it is not broken. Then the others may be of
   * no use either: their server may have been left by its standbys.
   */
  void discard(Connection connection) {
    pool.evictConnection(connection);
    pool.getHikariPoolMXBean().softEvictConnections();
  }

  @Override
  public void close() {
    pool.close();
  }
}
