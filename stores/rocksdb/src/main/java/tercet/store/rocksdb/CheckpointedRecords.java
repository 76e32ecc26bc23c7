package tercet.store.rocksdb;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.ShardId;
import tercet.runtime.codec.ByteReader;
import tercet.runtime.codec.KeyCodec;
import tercet.runtime.codec.MalformedBytesException;
import tercet.runtime.codec.RecordCodec;
import tercet.runtime.store.UnreadableRecordException;
import tercet.runtime.store.UnreadableRecords;

/**
 * Records that the journal and the sorted files hold. Changes since the last checkpoint are in
 * memory, and so are all open records; the rest is read through a cache.
 *
 * <p>Reads and changes are safe for threads, if no two change the same key at once. {@link #freeze}
 * must have the records to itself, between commits.
 */
final class CheckpointedRecords implements CommitBytes.Visitor {
  private final RocksDatabase database;
  private final DamagedFiles damagedFiles;
  private final RecordCache cache;
  private final LongAdder cacheHits = new LongAdder();
  private final LongAdder cacheMisses = new LongAdder();

  /** Changed since the last checkpoint began. */
  private volatile CommitIndex changed = new CommitIndex();

  /** Being written by a checkpoint; null if none is running. */
  private volatile @Nullable CommitIndex frozen;

  /** The records in the journal of an earlier process, until they are in the files. */
  private volatile @Nullable CommitIndex recovered;

  /** All records of the kinds that are always in memory. */
  private final ConcurrentMap<Key, StoredRecord> open = new ConcurrentHashMap<>();

  /** Records of those kinds whose bytes mean nothing; they stay in the files. */
  private final ConcurrentMap<Key, MalformedBytesException> unreadable = new ConcurrentHashMap<>();

  /** Keys in the journal of a kind that is unknown here. Nothing here will ask for them. */
  private final Map<String, MalformedBytesException> unknown = new HashMap<>();

  private final UnreadableRecords quarantine;

  /** Open records with a possible version in the sorted files, to be deleted one day. */
  private final Set<Key> openInFiles = ConcurrentHashMap.newKeySet();

  CheckpointedRecords(
      RocksDatabase database,
      DamagedFiles damagedFiles,
      UnreadableRecords quarantine,
      long cacheBytes) {
    this.database = database;
    this.damagedFiles = damagedFiles;
    this.quarantine = quarantine;
    this.cache = new RecordCache(cacheBytes);
  }

  @Nullable StoredRecord get(Key key) {
    if (Family.isInMemory(key.kind())) {
      StoredRecord found = open.get(key);
      return found == null && !unreadable.isEmpty() ? getQuarantined(key) : found;
    }
    KeyBytes name = KeyBytes.of(key);
    ByteReader found = changed.find(name);
    if (found == null) {
      found = find(frozen, name);
    }
    if (found == null) {
      found = getUnchanged(key, name);
    }
    return read(key, found);
  }

  private static @Nullable ByteReader find(@Nullable CommitIndex index, KeyBytes name) {
    return index == null ? null : index.find(name);
  }

  private @Nullable StoredRecord read(Key key, @Nullable ByteReader found) {
    if (found == null || found.remaining() == 0) {
      return null;
    }
    try {
      return RecordCodec.read(found);
    } catch (MalformedBytesException e) {
      quarantine.met(key, e);
      throw new UnreadableRecordException(key, e);
    }
  }

  private @Nullable StoredRecord getQuarantined(Key key) {
    MalformedBytesException why = unreadable.get(key);
    if (why != null) {
      throw new UnreadableRecordException(key, why);
    }
    return null;
  }

  private @Nullable ByteReader getUnchanged(Key key, KeyBytes name) {
    ByteReader cached = cache.find(name);
    if (cached != null) {
      cacheHits.increment();
      return cached;
    }
    cacheMisses.increment();
    ByteReader found = find(recovered, name);
    return found == null ? readFile(key, name) : found;
  }

  private @Nullable ByteReader readFile(Key key, KeyBytes name) {
    long mark = cache.mark(name);
    try {
      byte[] found = database.get(Family.of(key.kind()), name.bytes());
      if (found == null) {
        return null;
      }
      cache.putIfNotOutdated(Entry.of(name, found), mark);
      return new ByteReader(found);
    } catch (DamagedBlockException e) {
      damagedFiles.note(String.valueOf(e.getMessage()));
      database.stopCompacting();
      throw damagedFiles.unreadable(key, e);
    }
  }

  /** True if it is one of the records that are always in memory. */
  boolean isOpen(Key key) {
    return open.containsKey(key);
  }

  /**
   * Takes the changes of a commit.
   *
   * @param commit its number
   * @param journal as the journal has them; not copied
   */
  void add(long commit, byte[] journal) {
    changed.add(commit, journal);
  }

  /** Takes a record of the kinds that are always in memory; null if it is open no more. */
  void changeOpen(Key key, StoredRecord.@Nullable Open stored) {
    if (stored != null) {
      open.put(key, stored);
    } else if (open.remove(key) != null) {
      end(key);
    }
  }

  /** Leaves no trace of a record that came and went between two checkpoints. */
  private void end(Key key) {
    KeyBytes name = KeyBytes.of(key);
    CommitIndex written = frozen;
    // A checkpoint adds to openInFiles before it thaws, so one of the two is always true.
    boolean mayBeInFiles = (written != null && written.contains(name)) || openInFiles.contains(key);
    if (!mayBeInFiles) {
      changed.remove(name);
    }
  }

  /** Takes an open record that was found in the sorted files. */
  void addFromFile(Key key, StoredRecord stored) {
    open.put(key, stored);
    openInFiles.add(key);
  }

  /** Takes a change of an open record that was found in the journal of an earlier process. */
  @Override
  public void changed(Key key, @Nullable StoredRecord stored) {
    unreadable.remove(key);
    if (stored == null) {
      open.remove(key);
    } else {
      open.put(key, stored);
      openInFiles.add(key); // as soon as the journal is, and it may be at any time
    }
  }

  /** Notes a record that is known by its key only. */
  @Override
  public void unreadable(Key key, MalformedBytesException why) {
    open.remove(key);
    unreadable.put(key, why);
  }

  @Override
  public void unknown(byte[] key, boolean deleted, MalformedBytesException why) {
    if (deleted) {
      unknown.remove(KeyCodec.describe(key));
    } else {
      unknown.put(KeyCodec.describe(key), why);
    }
  }

  /** Records that were met and cannot be read. */
  Map<String, String> unreadable() {
    return quarantine.reasons();
  }

  int unreadableCount() {
    return quarantine.count();
  }

  /** Takes the journal of an earlier process. */
  void recover(CommitIndex journal) {
    recovered = journal;
  }

  /** Counts and logs the unreadable records, when all changes have been read. */
  void noteUnreadable() {
    unreadable.forEach(quarantine::met);
    unknown.forEach(quarantine::met);
    unknown.clear();
  }

  /** The recovered records that are not in the files yet. */
  @Nullable CommitIndex recovered() {
    return recovered;
  }

  /** The recovered records are in the sorted files now. */
  void thawRecovered() {
    recovered = null;
  }

  void forEachOpen(ShardId shard, BiConsumer<Key, StoredRecord.Open> visitor) {
    open.forEach((key, stored) -> {
      if (stored instanceof StoredRecord.Open record && key.shard().equals(shard)) {
        visitor.accept(key, record);
      }
    });
  }

  /** Sets the changes aside, for a checkpoint. They can still be read. */
  CommitIndex freeze() {
    CommitIndex toWrite = changed;
    frozen = toWrite;
    changed = new CommitIndex();
    return toWrite;
  }

  /** The changes that were set aside are in the sorted files now. */
  void thaw(Iterable<Entry> written) {
    for (Entry entry : written) {
      if (Family.of(entry.kindNumber()) == Family.OPEN) {
        thawOpen(entry);
      } else if (entry.isDeletion()) {
        cache.remove(entry);
      } else {
        cache.put(entry);
      }
    }
    frozen = null;
  }

  private void thawOpen(Entry entry) {
    if (entry.isDeletion()) {
      openInFiles.remove(entry.key());
    } else {
      openInFiles.add(entry.key());
    }
  }

  /** The sorted files do not hold a record any more. */
  void dropped(byte[] key) {
    cache.remove(Entry.ofDeleted(key));
  }

  /** Records that changed since the last checkpoint began. */
  long changedCount() {
    return changed.changeCount();
  }

  long openCount() {
    return open.size();
  }

  long cacheHits() {
    return cacheHits.sum();
  }

  long cacheMisses() {
    return cacheMisses.sum();
  }
}
