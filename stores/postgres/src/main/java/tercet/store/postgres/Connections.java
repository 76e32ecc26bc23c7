package tercet.store.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/** Connections to the primary, each set up so that a transaction is what the store promises. */
final class Connections implements AutoCloseable {
  /** Between a connection that is used up and the next one, while the database is away. */
  private static final Duration CONNECT_MAX = Duration.ofSeconds(2);

  /**
   * Plans by index, always. A transaction that is left behind by a node that stands still gives
   * back its locks. The message is nothing but a commit that a synchronous standby confirms: what
   * is read on this connection from now on cannot be something that only this server has.
   */
  private static final String SET_UP =
      """
      set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off;
      set enable_bitmapscan = off; set jit = off;
      set idle_in_transaction_session_timeout = '10s';
      select pg_logical_emit_message(true, 'tercet', 'connected')\
      """;

  private final HikariDataSource pool;

  Connections(PostgresSettings settings) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("tercet-" + settings.schema());
    config.setJdbcUrl(settings.url());
    config.setUsername(settings.user());
    config.setPassword(settings.password());
    config.setDataSourceProperties(defaults());
    config.setAutoCommit(false);
    config.setIsolateInternalQueries(true); // a check of a connection begins no transaction
    config.setTransactionIsolation("TRANSACTION_SERIALIZABLE");
    config.setConnectionInitSql(SET_UP);
    config.setMaximumPoolSize(settings.connections());
    config.setMinimumIdle(1);
    config.setConnectionTimeout(CONNECT_MAX.toMillis());
    config.setValidationTimeout(CONNECT_MAX.toMillis() / 2);
    config.setInitializationFailTimeout(CONNECT_MAX.toMillis());
    this.pool = new HikariDataSource(config);
  }

  /** What the driver does unless the URL says otherwise. Times are in seconds. */
  static Properties defaults() {
    Properties defaults = new Properties();
    defaults.setProperty("ApplicationName", "tercet");
    defaults.setProperty("targetServerType", "primary");
    defaults.setProperty("hostRecheckSeconds", "1"); // a standby of just now may be the primary
    defaults.setProperty("connectTimeout", "2");
    defaults.setProperty("socketTimeout", "10"); // of a server that stands still
    defaults.setProperty("tcpKeepAlive", "true");
    return defaults;
  }

  /** A connection, to be closed; what was not committed by then is rolled back. */
  Connection take() throws SQLException {
    return pool.getConnection();
  }

  /** A connection that may be of no use any more, though it is not broken. */
  void discard(Connection connection) {
    pool.evictConnection(connection);
  }

  @Override
  public void close() {
    pool.close();
  }
}
