package tercet.store.postgres;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections to the server that is the primary, and proves that it is: with a commit, which
 * a synchronous standby confirms if there are any. A primary that stood still while a standby was
 * promoted still considers itself the primary, but no standby confirms its commits.
 *
 * <p>A connection that fails is tried again at once and for some time, so that a failover does not
 * last longer than it must: the pool would make pauses that double up to seconds.
 */
final class PrimarySource implements DataSource {
  /** How long it is tried before the pool hears of a failure. */
  private static final Duration TRIED_FOR = Duration.ofSeconds(2);

  private static final Duration TRIED_EVERY = Duration.ofMillis(50);

  /** A confirmation takes milliseconds; a server without one in this time is likely alone. */
  private static final long CONFIRMED_MILLIS_MIN = 1_000;

  /** Less than a connection waits that is open already. */
  private static final long CONFIRMED_MILLIS_MAX = 4_000;

  /** Nothing but a commit that goes to the log. */
  private static final String COMMIT =
      "select pg_logical_emit_message(true, 'tercet', 'connected')";

  private final PostgresSettings settings;
  private final Race race;
  private final Backends backends = new Backends();
  private volatile boolean isPooled;

  /**
   * How long a new connection waits for its first confirmation. To a server alone it waits longer
   * each time, for there is no other: otherwise connections that are open would work while commits
   * take long, and no new one. Where there are others, to wait would delay the look for them.
   */
  private volatile long confirmedMillis = CONFIRMED_MILLIS_MIN;

  private volatile @Nullable SQLException failure;

  PrimarySource(PostgresSettings settings) {
    this.settings = settings;
    this.race = new Race(Hosts.of(settings.url()));
  }

  /**
   * Whether the last connection had a pooler in between: then the settings of the store are made in
   * each transaction, and no session has any.
   */
  boolean isPooled() {
    return isPooled;
  }

  /** Why the last attempt to connect failed; null if it did not. */
  @Nullable SQLException failure() {
    return failure;
  }

  private Properties properties() throws SQLException {
    Properties properties = defaults();
    settings.addLogin(properties);
    return properties;
  }

  /** The defaults of the driver's parameters, in seconds; the URL may override them. */
  static Properties defaults() {
    Properties defaults = new Properties();
    defaults.setProperty("ApplicationName", "tercet");
    defaults.setProperty("targetServerType", "primary");
    defaults.setProperty("hostRecheckSeconds", "0"); // a standby of just now may be the primary
    defaults.setProperty("loadBalanceHosts", "true");
    defaults.setProperty("connectTimeout", "2");
    defaults.setProperty("loginTimeout", "2"); // a server that stands still takes connections
    defaults.setProperty("socketTimeout", "5"); // of a server that stands still
    defaults.setProperty("tcpKeepAlive", "true");
    return defaults;
  }

  @Override
  public Connection getConnection() throws SQLException {
    long end = System.nanoTime() + TRIED_FOR.toNanos();
    while (true) {
      try {
        Connection connection = race.run(this::open);
        failure = null;
        return connection;
      } catch (SQLException e) {
        failure = e;
        if (SqlFailure.of(e) == SqlFailure.BROKEN
            || SqlFailure.isRefusedLogin(e) // many attempts at once would lock the user out
            || System.nanoTime() - end > 0
            || Thread.currentThread().isInterrupted()) {
          throw e;
        }
      }
      LockSupport.parkNanos(TRIED_EVERY.toNanos());
    }
  }

  private Connection open(String url) throws SQLException {
    Connection connection = DriverManager.getConnection(url, properties());
    try (Statement statement = connection.createStatement()) {
      int patience = connection.getNetworkTimeout();
      long patient = confirmedMillis;
      connection.setNetworkTimeout(Runnable::run, (int) patient);
      Session session = Session.ask(statement);
      requirePrimary(session);
      session.requireDurable();
      boolean pooled = Pooler.isBetween(connection, session);
      if (pooled) {
        Pooler.rememberNothing(connection, url);
      } else {
        backends.endAbandoned(connection, url);
        backends.add(
            connection,
            new Backends.Backend(url, session.process(), session.started(), session.timeline()));
      }
      confirm(statement, Session.settings(pooled) + "; " + COMMIT, patient);
      connection.setNetworkTimeout(Runnable::run, patience);
      isPooled = pooled;
      return connection;
    } catch (SQLException e) {
      Race.close(connection);
      throw e;
    }
  }

  private void confirm(Statement statement, String commit, long patientMillis) throws SQLException {
    long begin = System.nanoTime();
    if (race.hosts() < 2) {
      confirmedMillis = Math.min(2 * patientMillis, CONFIRMED_MILLIS_MAX); // if it takes too long
    }
    statement.execute(commit);
    long tookMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    confirmedMillis = Math.clamp(2 * tookMillis, CONFIRMED_MILLIS_MIN, CONFIRMED_MILLIS_MAX);
    SqlFailure.requireNoWarning(statement);
  }

  private void requirePrimary(Session session) throws SQLException {
    if (session.timeline() < backends.timeline()) {
      throw new SQLTransientConnectionException("another server has become the primary", "08001");
    }
  }

  /**
   * Cuts connections that get no answers if another server has become the primary. Their server
   * stands still or cannot be reached; without this they would wait for the driver's patience.
   */
  void leaveDeposedPrimary() {
    if (race.hosts() < 2) {
      return;
    }
    try {
      Connection found = race.runAgain(this::open);
      backends.cutOlderThan(backends.timeline());
      Race.close(found);
    } catch (SQLException e) {
      failure = e;
    }
  }

  /** Ends the server's processes that were left behind. */
  void close() {
    try {
      backends.endAll(properties());
    } catch (SQLException e) {
      failure = e;
    }
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException("there is one user");
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(PrintWriter out) {
    // the driver has a log of its own
  }

  @Override
  public void setLoginTimeout(int seconds) {
    // it is the URL's to say
  }

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("the driver has a log of its own");
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("this wraps no " + type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
