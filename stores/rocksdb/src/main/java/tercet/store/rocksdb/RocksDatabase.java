package tercet.store.rocksdb;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.EnvOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.IngestExternalFileOptions;
import org.rocksdb.MutableColumnFamilyOptions;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.SstFileWriter;
import org.rocksdb.TtlDB;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * RocksDB, as far as the store needs it. Every failure stops the store. Safe for threads, but
 * nothing may be under way when it is closed: the native code would read freed memory.
 */
final class RocksDatabase implements AutoCloseable {
  private final FailStop failStop;
  private final DatabaseOptions options;
  private final RocksDB rocks;
  private final Map<Family, ColumnFamilyHandle> families = new EnumMap<>(Family.class);
  private final List<ColumnFamilyHandle> handles;
  private final WriteOptions synced = new WriteOptions().setSync(true);
  private final WriteOptions unsynced = new WriteOptions();
  private final ReadOptions reads = new ReadOptions();
  private final AtomicBoolean compacting;

  private RocksDatabase(
      FailStop failStop,
      DatabaseOptions options,
      RocksDB rocks,
      List<ColumnFamilyHandle> handles,
      boolean compacting) {
    this.failStop = failStop;
    this.options = options;
    this.rocks = rocks;
    this.handles = handles;
    this.compacting = new AtomicBoolean(compacting);
    for (Family family : Family.values()) {
      families.put(family, handles.get(DatabaseOptions.position(family)));
    }
  }

  /**
   * Opens a database, and makes it if there is none.
   *
   * @param damagedJournal true if the journal is damaged: its readable part is read
   * @param damagedFiles hears of damage in sorted files
   * @throws DataRefusedException if it cannot be opened
   */
  static RocksDatabase open(
      Path folder,
      RocksDbSettings settings,
      FailStop failStop,
      boolean damagedJournal,
      DamagedFiles damagedFiles) {
    boolean compacting = !damagedFiles.areKnown();
    DatabaseOptions options = new DatabaseOptions(settings, damagedFiles.listener());
    if (damagedJournal) {
      options.readWhatCanBeRead();
    }
    if (!compacting) {
      options.withoutCompactions();
    }
    List<ColumnFamilyHandle> handles = new ArrayList<>();
    try {
      RocksDB rocks =
          TtlDB.open(
              options.database(),
              folder.toString(),
              options.descriptors(),
              handles,
              options.secondsToLive(),
              false);
      return new RocksDatabase(failStop, options, rocks, handles, compacting);
    } catch (RocksDBException e) {
      options.close();
      throw new DataRefusedException(
          ("The database in %s cannot be opened: %s. Nothing was changed. './tercet data check"
                  + " --data FOLDER' says more; if a file is damaged, put back a backup of the"
                  + " folder.")
              .formatted(folder, e.getMessage()),
          e);
    }
  }

  private ColumnFamilyHandle handle(Family family) {
    return Objects.requireNonNull(families.get(family));
  }

  void put(WriteBatch batch, Family family, byte[] key, byte[] value) {
    try {
      batch.put(handle(family), key, value);
    } catch (RocksDBException e) {
      throw failStop.stop("Preparing a commit", e);
    }
  }

  /** Writes all or nothing, and returns when it survives a loss of power. */
  void commit(WriteBatch batch) {
    try {
      rocks.write(synced, batch);
    } catch (RocksDBException e) {
      throw failStop.stop("Committing", e);
    }
  }

  /**
   * The value of a key; null if there is none.
   *
   * @throws DamagedBlockException if it is in a part of a sorted file that is damaged
   */
  byte @Nullable [] get(Family family, byte[] key) {
    try {
      return rocks.get(handle(family), reads, key);
    } catch (RocksDBException e) {
      throw failStop.unreadable(e);
    }
  }

  /** A fact, or null; throws as the other one. */
  byte @Nullable [] get(Fact fact) {
    try {
      return rocks.get(handles.getFirst(), reads, fact.key());
    } catch (RocksDBException e) {
      throw failStop.unreadable(e);
    }
  }

  /** Writes a fact, and returns when it survives a loss of power. */
  void put(Fact fact, byte[] value) {
    try {
      rocks.put(handles.getFirst(), synced, fact.key(), value);
    } catch (RocksDBException e) {
      throw failStop.stop("Writing", e);
    }
  }

  /** Stops compactions, until a process that finds no damage opens the database. */
  void stopCompacting() {
    if (compacting.compareAndSet(true, false)) {
      try {
        for (ColumnFamilyHandle handle : handles) {
          rocks.setOptions(
              handle, MutableColumnFamilyOptions.builder().setDisableAutoCompactions(true).build());
        }
      } catch (RocksDBException e) {
        throw failStop.stop("Stopping compactions", e);
      }
    }
  }

  /** Takes entries. */
  @FunctionalInterface
  interface Visitor {
    void visit(byte[] key, byte[] value);
  }

  /** Visits everything in a family, by key; throws as {@link #scanSome}. */
  void scan(Family family, Visitor visitor) {
    try (ReadOptions once = new ReadOptions().setFillCache(false).setReadaheadSize(2L << 20);
        RocksIterator iterator = rocks.newIterator(handle(family), once)) {
      for (iterator.seekToFirst(); iterator.isValid(); iterator.next()) {
        visitor.visit(iterator.key(), iterator.value());
      }
      iterator.status();
    } catch (RocksDBException e) {
      throw failStop.unreadable(e);
    }
  }

  /**
   * Visits some entries of a family, by key.
   *
   * @param from the first key that may be visited
   * @param max entries that are visited
   * @return the key to go on from; null if there are no more
   * @throws DamagedBlockException if a part of a sorted file is damaged
   */
  byte @Nullable [] scanSome(Family family, byte[] from, int max, Visitor visitor) {
    try (ReadOptions once = new ReadOptions().setFillCache(false);
        RocksIterator iterator = rocks.newIterator(handle(family), once)) {
      int visited = 0;
      for (iterator.seek(from); iterator.isValid(); iterator.next()) {
        if (visited++ == max) {
          return iterator.key();
        }
        visitor.visit(iterator.key(), iterator.value());
      }
      iterator.status();
      return null;
    } catch (RocksDBException e) {
      throw failStop.unreadable(e);
    }
  }

  /** Deletes some keys. A loss of power may undo it. */
  void delete(Family family, List<byte[]> keys) {
    try (WriteBatch batch = new WriteBatch()) {
      for (byte[] key : keys) {
        batch.delete(handle(family), key);
      }
      rocks.write(unsynced, batch);
    } catch (RocksDBException e) {
      throw failStop.stop("Deleting", e);
    }
  }

  /**
   * Deletes everything from a key on and before another one. It is durable when a later commit is.
   */
  void deleteRange(Family family, byte[] from, byte[] to) {
    try {
      rocks.deleteRange(handle(family), unsynced, from, to);
    } catch (RocksDBException e) {
      throw failStop.stop("Deleting", e);
    }
  }

  /** Moves the entries of families, and facts, into sorted files: they are not replayed again. */
  void flush(Family... flushed) {
    List<ColumnFamilyHandle> some = new ArrayList<>(List.of(handles.getFirst()));
    for (Family family : flushed) {
      some.add(handle(family));
    }
    flush(some);
  }

  /** Moves everything that was written into sorted files: no journal is needed then. */
  void flushAll() {
    flush(handles);
  }

  private void flush(List<ColumnFamilyHandle> some) {
    try (FlushOptions waiting = new FlushOptions().setWaitForFlush(true)) {
      rocks.flush(waiting, some);
    } catch (RocksDBException e) {
      throw failStop.stop("Writing a sorted file", e);
    }
  }

  /** Puts all files as of one moment into a new folder: links to those that never change. */
  void snapshot(Path folder) throws IOException {
    try (org.rocksdb.Checkpoint files = org.rocksdb.Checkpoint.create(rocks)) {
      files.createCheckpoint(folder.toString());
    } catch (RocksDBException e) {
      throw new IOException("RocksDB cannot link its files: " + e.getMessage(), e);
    }
  }

  /** RocksDB's number of the last change. */
  long sequence() {
    return rocks.getLatestSequenceNumber();
  }

  /** Makes a sorted file a part of a family, above everything that is there. Durable. */
  void ingest(Family family, Path file, FileContent content) {
    try (Options fileOptions = options.file(family);
        EnvOptions environment = new EnvOptions();
        SstFileWriter writer = new SstFileWriter(environment, fileOptions)) {
      writer.open(file.toString());
      content.write(writer);
      writer.finish();
      try (IngestExternalFileOptions moving =
          new IngestExternalFileOptions().setMoveFiles(true).setSnapshotConsistency(false)) {
        rocks.ingestExternalFile(handle(family), List.of(file.toString()), moving);
      }
    } catch (RocksDBException e) {
      throw failStop.stop("Writing a sorted file", e);
    }
  }

  /** Frees everything. */
  @Override
  public void close() {
    rocks.cancelAllBackgroundWork(true);
    handles.forEach(ColumnFamilyHandle::close);
    rocks.close();
    synced.close();
    unsynced.close();
    reads.close();
    options.close();
  }
}
