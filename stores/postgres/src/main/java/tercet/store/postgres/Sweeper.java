package tercet.store.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import tercet.runtime.store.LateClock;
import tercet.runtime.time.Ticker;

/**
 * Removes expired records, some at a time. Any number of nodes may do it at once.
 *
 * <p>First it commits a horizon, which it never lowers; only then it removes records that expired
 * before that. So a snapshot that misses a removed record has the horizon that removed it, and
 * decides as of no earlier time. None of this needs to be serializable: a decision on a record
 * stays valid when the record is removed meanwhile.
 *
 * <p>The horizon follows the earlier clock of node and server, so one wrong clock cannot make it
 * leap.
 */
final class Sweeper implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Sweeper.class.getName());

  /**
   * How far the horizon stays behind. Safety needs none of it. A node whose clock is late by less
   * still decides as of its own time, so its gateway's requests are not void when they arrive.
   */
  private static final Duration MARGIN = Duration.ofMinutes(1);

  private static final long NOTHING_EXPIRED = Long.MIN_VALUE;

  private final Connections connections;
  private final String raise;
  private final String remove;
  private final PostgresSettings settings;
  private final InstantSource clock;
  private final LateClock lateClock = new LateClock();
  private final AtomicLong swept = new AtomicLong();
  private final Ticker ticker;

  Sweeper(
      Connections connections,
      Statements statements,
      PostgresSettings settings,
      InstantSource clock) {
    this.connections = connections;
    this.raise = statements.raiseHorizon();
    this.remove = statements.sweep();
    this.settings = settings;
    this.clock = clock;
    this.ticker = new Ticker("postgres-sweeper", settings.sweepEvery(), this::sweepSafely);
  }

  void start() {
    ticker.start();
  }

  private void sweepSafely() {
    try {
      sweep();
    } catch (SQLException e) {
      if (SqlFailure.of(e) == SqlFailure.BROKEN) {
        LOG.log(System.Logger.Level.WARNING, "Expired records cannot be removed.", e);
      } // else the next round does it
    }
  }

  private void sweep() throws SQLException {
    Instant now = clock.instant();
    long horizon = raiseHorizon(now.toEpochMilli());
    if (horizon != NOTHING_EXPIRED) {
      lateClock.look(Instant.ofEpochMilli(horizon), now);
    }
    int removed = horizon == NOTHING_EXPIRED ? 0 : settings.sweepRecordsMax();
    while (removed == settings.sweepRecordsMax() && !ticker.isStopped()) {
      removed = sweepSome(horizon);
      swept.addAndGet(removed);
    }
  }

  /** Returns the horizon once it is durable, in milliseconds. */
  private long raiseHorizon(long now) throws SQLException {
    try (Connection connection = connections.take()) {
      try (PreparedStatement update = connection.prepareStatement(raise)) {
        update.setLong(1, now);
        update.setLong(2, MARGIN.toMillis());
        long horizon = NOTHING_EXPIRED;
        update.execute();
        update.getMoreResults(); // the first is that of choosing the isolation
        try (ResultSet rows = update.getResultSet()) {
          if (rows.next()) {
            horizon = rows.getLong(1);
          }
        }
        connection.commit();
        return horizon;
      }
    }
  }

  private int sweepSome(long before) throws SQLException {
    try (Connection connection = connections.take()) {
      try (PreparedStatement delete = connection.prepareStatement(remove)) {
        delete.setLong(1, before);
        delete.setInt(2, settings.sweepRecordsMax());
        delete.setLong(3, before);
        delete.execute();
        delete.getMoreResults(); // the first is that of choosing the isolation
        int removed = delete.getUpdateCount();
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
    ticker.close();
  }
}
