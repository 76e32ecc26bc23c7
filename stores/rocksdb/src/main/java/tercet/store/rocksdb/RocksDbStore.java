package tercet.store.rocksdb;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.ShardId;
import tercet.runtime.codec.MalformedBytesException;
import tercet.runtime.store.Commit;
import tercet.runtime.store.Store;
import tercet.runtime.store.StoreFailedException;
import tercet.runtime.store.StoreGuarantees;
import tercet.runtime.store.UnreadableRecords;

/**
 * A store in a folder of this machine, owned by one process. A commit that returned survives the
 * death of the process and of the machine's power. Commits of different threads share the sync of
 * the disk. A failed write stops the store for good: only the next start can know what is durable.
 */
public final class RocksDbStore implements Store {
  private static final StoreGuarantees GUARANTEES = new StoreGuarantees(true, false, true);

  /** Runs of a decision; the horizon stays during the last one. */
  private static final int RUNS_MAX = 3;

  private final DataFolder folder;
  private final FailStop failStop;
  private final DamagedFiles damagedFiles;
  private final RocksDatabase database;
  private final CheckpointedRecords kept;
  private final RecentRecords recent;
  private final Journal journal;
  private final Horizon horizon;
  private final Incarnation incarnation;
  private final Maintenance maintenance;
  private final ReentrantReadWriteLock gate;
  private boolean closed; // guarded by gate

  private RocksDbStore(
      DataFolder folder,
      FailStop failStop,
      DamagedFiles damagedFiles,
      RocksDatabase database,
      RocksDbSettings settings,
      InstantSource clock) {
    this.folder = folder;
    this.failStop = failStop;
    this.database = database;
    this.damagedFiles = damagedFiles;
    UnreadableRecords quarantine = new UnreadableRecords();
    this.kept = new CheckpointedRecords(database, damagedFiles, quarantine, settings.cacheBytes());
    this.recent = new RecentRecords(quarantine);
    this.gate = new ReentrantReadWriteLock();
    this.horizon = new Horizon(database);
    this.journal = new Recovery(database, kept, recent, failStop).run(horizon.get());
    this.incarnation = Incarnation.next(database);
    Checkpoint checkpoint =
        new Checkpoint(database, kept, journal, gate.writeLock(), folder.incoming());
    DailyExpiry daily = new DailyExpiry(database, kept, damagedFiles, settings.dailyPassEvery());
    this.maintenance =
        new Maintenance(
            database, kept, recent, daily, journal, checkpoint, failStop, settings, horizon, clock);
  }

  /**
   * Opens the store in a folder, and makes it if there is none.
   *
   * @param shards of each service, fixed when the folder is made
   * @param clock tells when records expire
   * @throws DataRefusedException if the folder cannot be served: another process has it, it was
   *     made for another number of shards or by another version or program, or it is damaged
   */
  public static RocksDbStore open(
      Path folder, int shards, RocksDbSettings settings, InstantSource clock) {
    return open(folder, shards, settings, clock, false);
  }

  /**
   * The same, but if the journal is damaged the store goes on with the state before the damage. The
   * log names the loss. A copy of the damaged files is kept in the folder.
   *
   * @throws DataRefusedException as {@link #open}, and if more than the journal is damaged
   */
  public static RocksDbStore openAcceptingLoss(
      Path folder, int shards, RocksDbSettings settings, InstantSource clock) {
    return open(folder, shards, settings, clock, true);
  }

  private static RocksDbStore open(
      Path folder, int shards, RocksDbSettings settings, InstantSource clock, boolean acceptLoss) {
    DataFolder claimed = DataFolder.claim(folder, shards);
    RocksDatabase database = null;
    try {
      NativeLibrary.load(claimed.nativeLibrary());
      FailStop failStop = new FailStop(folder);
      LogsCheck check = claimed.checkLogs();
      AcceptedLoss loss = AcceptedLoss.of(folder, check, acceptLoss);
      DamagedFiles damagedFiles = new DamagedFiles(folder);
      if (damagedFiles.areKnown()) {
        damagedFiles.warn();
      }
      database =
          RocksDatabase.open(claimed.records(), settings, failStop, loss != null, damagedFiles);
      if (loss != null) {
        loss.apply(database, clock.instant());
      } else if (database.sequence() < check.writes().sequence()) {
        throw new DataRefusedException(
            "RocksDB read %s only up to change %d of %d, without an error: a bug. It is all there."
                .formatted(folder, database.sequence(), check.writes().sequence()));
      }
      claimed.noteDatabaseMade();
      RocksDbStore store =
          new RocksDbStore(claimed, failStop, damagedFiles, database, settings, clock);
      store.maintenance.start();
      return store;
    } catch (IOException e) {
      if (database != null) {
        database.close();
      }
      claimed.close();
      throw DataRefusedException.unreadable(folder, e);
    } catch (RuntimeException | Error e) {
      if (database != null) {
        database.close();
      }
      claimed.close();
      if (e instanceof MalformedBytesException
          || e instanceof DamagedBlockException
          || e instanceof StoreFailedException) {
        throw DataRefusedException.damaged(folder, e);
      }
      throw e;
    }
  }

  /**
   * Backs up all records as of one moment into a new folder in {@code backups}, while commits go
   * on. {@link Restore} makes a data folder of it.
   *
   * @throws IOException with a sentence if it cannot be made
   */
  public BackupReport backup(Path backups, Instant now) throws IOException {
    return new Backup(folder, to -> maintenance.snapshot(to, gate.readLock())).make(backups, now);
  }

  /** Lowers the expiry horizon to the time as it is, because a person knows that it is wrong. */
  public void lowerHorizon(Instant right) {
    horizon.lower(right);
  }

  @Override
  public StoreGuarantees guarantees() {
    return GUARANTEES;
  }

  @Override
  public <T> T commit(Collection<Key> expected, Function<View, Commit<T>> decide) {
    maintenance.awaitRoom();
    gate.readLock().lock();
    try {
      Commit<T> commit = decide(decide);
      if (!commit.changes().isEmpty()) {
        journal.write(commit.changes());
      }
      return commit.result();
    } finally {
      gate.readLock().unlock();
    }
  }

  /**
   * Runs a decision until the horizon was the same before and after it. A record that was dropped
   * before it was read had then expired at or before this horizon.
   */
  private <T> Commit<T> decide(Function<View, Commit<T>> decide) {
    for (int run = 1; run < RUNS_MAX; run++) {
      check();
      StoreSight sight = sight();
      try {
        Commit<T> commit = decide.apply(sight);
        if (sight.horizon().equals(horizon.get())) {
          return commit;
        }
      } catch (RuntimeException e) {
        if (e instanceof StoreFailedException || sight.horizon().equals(horizon.get())) {
          throw e;
        }
      }
    }
    return decideWhileTheHorizonStays(decide);
  }

  /** A decision that takes longer than the horizon usually stays. */
  private <T> Commit<T> decideWhileTheHorizonStays(Function<View, Commit<T>> decide) {
    Lock stay = horizon.stay();
    stay.lock();
    try {
      check();
      return decide.apply(sight());
    } finally {
      stay.unlock();
    }
  }

  private StoreSight sight() {
    return new StoreSight(this::get, horizon.get(), incarnation);
  }

  private @Nullable StoredRecord get(Key key) {
    StoredRecord found = Family.isInMemory(key.kind()) ? recent.get(key) : null;
    return found == null ? kept.get(key) : found;
  }

  @Override
  public void scanOpen(Collection<ShardId> shards, BiConsumer<Key, StoredRecord.Open> visitor) {
    gate.readLock().lock();
    try {
      check();
      shards.forEach(shard -> kept.forEachOpen(shard, visitor));
    } finally {
      gate.readLock().unlock();
    }
  }

  @Override
  public void scanKeys(
      ShardId shard, RecordKind kind, String after, int max, Consumer<Key> visitor) {
    if (after.isEmpty()) {
      maintenance.checkpoint(); // from then on the files have all that was committed before
    }
    gate.readLock().lock();
    try {
      check();
      KeyListing.visit(database, new Key(kind, shard, after), max, visitor);
    } finally {
      gate.readLock().unlock();
    }
  }

  private void check() {
    failStop.check();
    if (closed) {
      throw new StoreFailedException("The store in " + folder.path() + " is closed.");
    }
  }

  /** Safe for any thread, also after the store was closed. */
  public RocksDbStatistics statistics() {
    return new RocksDbStatistics(
        journal.commits(),
        journal.bytes(),
        maintenance.checkpoints(),
        maintenance.checkpointTime(),
        kept.changedCount(),
        kept.openCount(),
        recent.count(),
        kept.cacheHits(),
        kept.cacheMisses(),
        kept.unreadableCount(),
        damagedFiles.reads());
  }

  @Override
  public Map<String, String> unreadable() {
    return kept.unreadable();
  }

  @Override
  public void close() {
    maintenance.close();
    gate.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        maintenance.makeLastCheckpoint();
        database.close();
        folder.close();
      }
    } finally {
      gate.writeLock().unlock();
    }
  }
}
