package tercet.store.postgres;

import com.zaxxer.hikari.pool.HikariPool;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.ShardId;
import tercet.kernel.time.Backoff;
import tercet.runtime.codec.MalformedBytesException;
import tercet.runtime.store.Commit;
import tercet.runtime.store.Overdue;
import tercet.runtime.store.Store;
import tercet.runtime.store.StoreContendedException;
import tercet.runtime.store.StoreFailedException;
import tercet.runtime.store.StoreGuarantees;
import tercet.runtime.store.StoreTooSlowException;
import tercet.runtime.store.StoreUnavailableException;
import tercet.runtime.store.UnreadableRecords;

/**
 * Keeps records in a PostgreSQL database. Any number of processes may use the same schema and
 * commit to the same shards: every commit is SERIALIZABLE. Safe for any number of threads.
 *
 * <p>An acknowledged change is as durable as the server makes a commit: on its disk, and with
 * {@code synchronous_standby_names} on those standbys too.
 */
public final class PostgresStore implements Store {
  private static final StoreGuarantees GUARANTEES = new StoreGuarantees(true, true, true);
  private static final System.Logger LOG = System.getLogger(PostgresStore.class.getName());
  private static final int REASONS_MAX = 8;
  private static final long BACKOFF_NANOS_FIRST = 1_000_000;

  private final PostgresSettings settings;
  private final Connections connections;
  private final Statements statements;
  private final Sweeper sweeper;
  private final UnreadableRecords quarantine = new UnreadableRecords();

  /** Why it cannot be used now; each is logged once. */
  private final Set<String> reasons = ConcurrentHashMap.newKeySet();

  private final AtomicLong commits = new AtomicLong();
  private final AtomicLong conflicts = new AtomicLong();
  private final AtomicLong unavailable = new AtomicLong();

  private PostgresStore(PostgresSettings settings, Connections connections, InstantSource clock) {
    this.settings = settings;
    this.connections = connections;
    this.statements = new Statements(settings.schema());
    this.sweeper = new Sweeper(connections, statements, settings, clock);
  }

  /**
   * Connects, and makes or updates the tables.
   *
   * @param shards of each service; fixed when the schema is made
   * @param clock tells when records expire
   * @throws DatabaseRefusedException if the database cannot be reached or cannot be used
   */
  public static PostgresStore open(PostgresSettings settings, int shards, InstantSource clock) {
    Schema.migrate(settings);
    Connections connections = connect(settings);
    try (Connection connection = connections.take()) {
      Schema.check(connection, settings, shards);
    } catch (SQLException e) {
      connections.close();
      throw new DatabaseRefusedException(
          "%s cannot be used: %s".formatted(settings, e.getMessage()), e);
    } catch (RuntimeException e) {
      connections.close();
      throw e;
    }
    PostgresStore store = new PostgresStore(settings, connections, clock);
    store.sweeper.start();
    connections.watch(store.commits::get);
    return store;
  }

  private static Connections connect(PostgresSettings settings) {
    try {
      return new Connections(settings);
    } catch (HikariPool.PoolInitializationException e) {
      Throwable why = e.getCause() == null ? e : e.getCause();
      throw new DatabaseRefusedException(
          "%s cannot be used: %s".formatted(settings, why.getMessage()), e);
    }
  }

  @Override
  public StoreGuarantees guarantees() {
    return GUARANTEES;
  }

  @Override
  public <T> T commit(Collection<Key> expected, Function<View, Commit<T>> decide) {
    for (int run = 1; ; run++) {
      try {
        T result = run(expected, decide);
        commits.incrementAndGet();
        reportBack();
        return result;
      } catch (SQLException e) {
        if (SqlFailure.isTooSlow(e)) {
          throw new StoreTooSlowException("The server ended a batch: " + e.getMessage(), e);
        }
        if (SqlFailure.of(e) != SqlFailure.CONFLICT) {
          throw failure(e);
        }
        conflicts.incrementAndGet();
        if (run == settings.runsMax()) {
          throw new StoreContendedException("Others were faster " + run + " times.", e);
        }
        backOff(run);
      }
    }
  }

  private <T> T run(Collection<Key> expected, Function<View, Commit<T>> decide)
      throws SQLException {
    try (Connection connection = connections.take()) {
      try {
        Reading reading = new Reading(connection, statements, connections.arePooled());
        reading.fetch(expected);
        Commit<T> commit = decide.apply(reading);
        if (commit.changes().isEmpty()) {
          confirm(connection); // only now is it sure that all reads are of one moment
        } else {
          reading.fetch(commit.changes().keySet()); // most decisions have read them
          new Writing(commit.changes(), reading).commit(connection, statements);
        }
        return commit.result();
      } catch (Reading.ReadFailedException e) {
        throw discardIfUnavailable(connection, e.failure());
      } catch (SQLException e) {
        throw discardIfUnavailable(connection, e);
      }
    }
  }

  private void confirm(Connection connection) throws SQLException {
    try (PreparedStatement confirm = connection.prepareStatement(statements.confirmAndCommit())) {
      confirm.execute();
      SqlFailure.requireNoWarning(confirm);
    }
  }

  /** The server may be the primary no more: the next connection looks for the one that is. */
  private SQLException discardIfUnavailable(Connection connection, SQLException e) {
    if (SqlFailure.hasEndedSession(e)) {
      connections.forget(connection);
    } else if (SqlFailure.of(e) == SqlFailure.UNAVAILABLE && !SqlFailure.isTooSlow(e)) {
      connections.discard(connection);
    }
    return e;
  }

  private RuntimeException failure(SQLException e) {
    if (SqlFailure.of(e) == SqlFailure.BROKEN) {
      return new StoreFailedException(
          "%s cannot be used: %s".formatted(settings, e.getMessage()), e);
    }
    unavailable.incrementAndGet();
    String reason = SqlFailure.reason(e);
    if (reasons.size() < REASONS_MAX && reasons.add(reason)) {
      LOG.log(
          System.Logger.Level.WARNING,
          "{0} cannot be used now; trying again until it can. {1}",
          settings,
          reason);
    }
    return new StoreUnavailableException(
        "%s cannot be used now: %s".formatted(settings, reason), e);
  }

  private void reportBack() {
    if (!reasons.isEmpty()) {
      reasons.clear();
      LOG.log(System.Logger.Level.INFO, "{0} can be used again.", settings);
    }
  }

  /** A pause of random length, so that those who met do not meet again. */
  private void backOff(int run) {
    long max = Backoff.pause(BACKOFF_NANOS_FIRST, settings.backoffMax().toNanos(), run);
    LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(max / 2, max + 1));
  }

  @Override
  public void scanOpen(Collection<ShardId> shards, BiConsumer<Key, StoredRecord.Open> visitor) {
    byte[][] first = shards.stream().map(KeyBytes::first).toArray(byte[][]::new);
    byte[][] end = shards.stream().map(KeyBytes::end).toArray(byte[][]::new);
    try (Connection connection = connections.take();
        PreparedStatement scan = connection.prepareStatement(statements.scanOpen())) {
      scan.setArray(1, connection.createArrayOf("bytea", first));
      scan.setArray(2, connection.createArrayOf("bytea", end));
      scan.execute();
      scan.getMoreResults(); // the first is that of choosing the isolation
      try (ResultSet rows = scan.getResultSet()) {
        while (rows.next()) {
          visit(rows.getBytes(1), rows.getBytes(2), visitor);
        }
      }
      connection.commit();
      reportBack();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  @Override
  public void scanKeys(
      ShardId shard, RecordKind kind, String after, int max, Consumer<Key> visitor) {
    try (Connection connection = connections.take();
        PreparedStatement scan = connection.prepareStatement(statements.scanKeys())) {
      KeyQuery.run(scan, new Key(kind, shard, after), max, visitor);
      connection.commit();
      reportBack();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  @Override
  public Overdue.@Nullable Place scanOverdue(
      Collection<ShardId> shards, Overdue overdue, BiConsumer<Key, StoredRecord.Open> visitor) {
    OverdueScan scan = new OverdueScan(shards, overdue);
    try (Connection connection = connections.take();
        PreparedStatement select = connection.prepareStatement(statements.scanOverdue())) {
      Overdue.@Nullable Place last =
          scan.run(
              connection,
              select,
              (key, value) ->
                  visit(
                      key,
                      value,
                      (name, open) -> {
                        if (open.wakeAt().isBefore(overdue.before())) {
                          visitor.accept(name, open);
                        }
                      }));
      connection.commit();
      reportBack();
      return last;
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** An unreadable record is skipped: it must not hide all others. */
  private void visit(byte[] key, byte[] value, BiConsumer<Key, StoredRecord.Open> visitor) {
    StoredRecord stored;
    Key name;
    try {
      name = KeyBytes.read(key);
      stored = Reading.record(value);
    } catch (MalformedBytesException | IllegalArgumentException unreadable) {
      quarantine.met("with the key \\x" + HexFormat.of().formatHex(key), unreadable);
      return;
    }
    if (stored instanceof StoredRecord.Open open) {
      visitor.accept(name, open);
    }
  }

  /** Safe for any thread, also after the store was closed. */
  public PostgresStatistics statistics() {
    return new PostgresStatistics(
        commits.get(), conflicts.get(), unavailable.get(), sweeper.swept(), quarantine.count());
  }

  @Override
  public Map<String, String> unreadable() {
    return quarantine.reasons();
  }

  @Override
  public void close() {
    sweeper.close();
    connections.close();
  }
}
