package tercet.store.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tercet.runtime.time.Ticker;

/** Connections to the primary. */
final class Connections implements AutoCloseable {
  /** Time until a caller hears that there is no connection. */
  private static final Duration CONNECT_MAX = Duration.ofSeconds(2);

  /** After which a connection is made anew, and the settings of its server are looked at again. */
  private static final Duration LIFETIME = Duration.ofMinutes(10);

  /** A commit takes milliseconds; none of them takes this long on a server that is well. */
  private static final Duration SUSPECT_AFTER = Duration.ofSeconds(1);

  private static final Duration POLL_EVERY = Duration.ofMillis(200);

  private final PrimarySource source;
  private final HikariDataSource pool;
  private @Nullable Ticker watcher;

  Connections(PostgresSettings settings) {
    this.source = new PrimarySource(settings);
    HikariConfig config = new HikariConfig();
    config.setPoolName("tercet-" + settings.schema());
    config.setDataSource(source);
    config.setAutoCommit(false);
    config.setIsolateInternalQueries(true); // a check of a connection begins no transaction
    config.setMaximumPoolSize(settings.connections());
    config.setMinimumIdle(1);
    config.setConnectionTimeout(CONNECT_MAX.toMillis());
    config.setValidationTimeout(CONNECT_MAX.toMillis() / 2);
    config.setMaxLifetime(LIFETIME.toMillis());
    config.setIdleTimeout(LIFETIME.toMillis() / 2);
    config.setInitializationFailTimeout(CONNECT_MAX.toMillis());
    try {
      this.pool = new HikariDataSource(config);
    } catch (RuntimeException e) {
      source.close();
      throw e;
    }
  }

  /**
   * Looks from now on whether another server has become the primary while commits get no answer.
   *
   * @param commits how many have ended well
   */
  void watch(LongSupplier commits) {
    Ticker started = new Ticker("postgres-watch", POLL_EVERY, new DeposedPrimaryWatch(commits));
    watcher = started;
    started.start();
  }

  private final class DeposedPrimaryWatch implements Runnable {
    private final LongSupplier commits;
    private long ended = -1;
    private long since = System.nanoTime();

    DeposedPrimaryWatch(LongSupplier commits) {
      this.commits = commits;
    }

    @Override
    public void run() {
      long now = System.nanoTime();
      if (ended != commits.getAsLong() || pool.getHikariPoolMXBean().getActiveConnections() == 0) {
        ended = commits.getAsLong();
        since = now;
      } else if (now - since > SUSPECT_AFTER.toNanos()) {
        source.leaveDeposedPrimary();
      }
    }
  }

  /** A connection. Closing it rolls back uncommitted work. */
  Connection take() throws SQLException {
    try {
      return pool.getConnection();
    } catch (SQLTransientConnectionException e) {
      SQLException why = source.failure();
      if (why == null || e.getCause() != null) {
        throw e;
      }
      throw new SQLTransientConnectionException(e.getMessage(), why); // the pool has not heard yet
    }
  }

  /** Whether a pooler is between the store and its server. */
  boolean arePooled() {
    return source.isPooled();
  }

  /** Leaves out a connection that its server has ended; the others are well. */
  void forget(Connection connection) {
    pool.evictConnection(connection);
  }

  /**
   * Reports a connection that may be useless although it is not broken. Then the others may be
   * useless, too: the standbys may have left their server.
   */
  void discard(Connection connection) {
    pool.evictConnection(connection);
    pool.getHikariPoolMXBean().softEvictConnections();
  }

  @Override
  public void close() {
    if (watcher != null) {
      watcher.stop();
    }
    pool.close();
    source.close();
  }
}
