package tercet.store.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Removes what has expired, some records at a time. Any number of nodes may do it at once. It does
 * not need to be serializable: an expired record reads as absent, so nobody can tell whether it is
 * there.
 */
final class Sweeper implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Sweeper.class.getName());

  /** A node whose clock is late must not find too little. */
  private static final Duration KEPT_LONGER = Duration.ofMinutes(1);

  private final Connections connections;
  private final String sql;
  private final PostgresSettings settings;
  private final InstantSource clock;
  private final AtomicLong swept = new AtomicLong();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = Thread.ofVirtual().name("postgres-sweeper").unstarted(this::run);

  Sweeper(
      Connections connections,
      Statements statements,
      PostgresSettings settings,
      InstantSource clock) {
    this.connections = connections;
    this.sql = statements.sweep();
    this.settings = settings;
    this.clock = clock;
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (!closed.await(settings.sweepEvery().toMillis(), TimeUnit.MILLISECONDS)) {
        sweepSafely();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void sweepSafely() {
    try {
      sweep(clock.instant().minus(KEPT_LONGER));
    } catch (SQLException e) {
      if (SqlFailure.of(e) == SqlFailure.BROKEN) {
        LOG.log(System.Logger.Level.WARNING, "Expired records cannot be removed.", e);
      } // else the next round does it
    }
  }

  /** Removes everything that expired before a time. */
  void sweep(Instant before) throws SQLException {
    int removed = settings.sweepRecordsMax();
    while (removed == settings.sweepRecordsMax() && closed.getCount() > 0) {
      removed = sweepSome(before.toEpochMilli());
      swept.addAndGet(removed);
    }
  }

  private int sweepSome(long before) throws SQLException {
    try (Connection connection = connections.take()) {
      connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      try (PreparedStatement delete = connection.prepareStatement(sql)) {
        delete.setLong(1, before);
        delete.setInt(2, settings.sweepRecordsMax());
        delete.setLong(3, before);
        int removed = delete.executeUpdate();
        connection.commit();
        return removed;
      }
    }
  }

  long swept() {
    return swept.get();
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
