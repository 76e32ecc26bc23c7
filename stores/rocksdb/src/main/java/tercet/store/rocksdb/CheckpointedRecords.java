package tercet.store.rocksdb;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
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
import tercet.runtime.codec.ByteWriter;
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
  private static final int KEY_BYTES = 64;

  private final RocksDatabase database;
  private final DamagedFiles damagedFiles;
  private final Cache<Key, StoredRecord> cache;
  private final LongAdder cacheHits = new LongAdder();
  private final LongAdder cacheMisses = new LongAdder();

  /** Changed since the last checkpoint began. */
  private volatile ConcurrentMap<Key, Version> changed = new ConcurrentHashMap<>();

  /** Being written by a checkpoint; empty if none is running. */
  private volatile Map<Key, Version> frozen = Map.of();

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

  /**
   * A record after a change.
   *
   * @param stored null if it was deleted
   */
  record Version(@Nullable StoredRecord stored) {
    static final Version DELETED = new Version(null);

    static Version of(@Nullable StoredRecord stored) {
      return stored == null ? DELETED : new Version(stored);
    }
  }

  CheckpointedRecords(
      RocksDatabase database,
      DamagedFiles damagedFiles,
      UnreadableRecords quarantine,
      long cacheBytes) {
    this.database = database;
    this.damagedFiles = damagedFiles;
    this.quarantine = quarantine;
    this.cache =
        Caffeine.newBuilder()
            .maximumWeight(cacheBytes)
            .weigher(HeapWeight::of)
            .executor(Runnable::run)
            .build();
  }

  @Nullable StoredRecord get(Key key) {
    if (Family.isInMemory(key.kind())) {
      StoredRecord found = open.get(key);
      return found == null && !unreadable.isEmpty() ? getQuarantined(key) : found;
    }
    Version version = changed.get(key);
    if (version == null) {
      version = frozen.get(key);
    }
    return version == null ? getUnchanged(key) : version.stored();
  }

  private @Nullable StoredRecord getQuarantined(Key key) {
    MalformedBytesException why = unreadable.get(key);
    if (why != null) {
      throw new UnreadableRecordException(key, why);
    }
    return null;
  }

  private @Nullable StoredRecord getUnchanged(Key key) {
    StoredRecord cached = cache.getIfPresent(key);
    if (cached != null) {
      cacheHits.increment();
      return cached;
    }
    cacheMisses.increment();
    return cache.asMap().computeIfAbsent(key, this::read);
  }

  private @Nullable StoredRecord read(Key key) {
    CommitIndex index = recovered;
    Version version = index == null ? null : index.get(key, quarantine);
    return version == null ? readFile(key) : version.stored();
  }

  private @Nullable StoredRecord readFile(Key key) {
    ByteWriter name = new ByteWriter(KEY_BYTES);
    KeyCodec.write(name, key);
    try {
      byte[] found = database.get(Family.of(key.kind()), name.toBytes());
      return found == null ? null : RecordCodec.read(new ByteReader(found));
    } catch (DamagedBlockException e) {
      damagedFiles.note(String.valueOf(e.getMessage()));
      database.stopCompacting();
      throw damagedFiles.unreadable(key, e);
    } catch (MalformedBytesException e) {
      quarantine.met(key, e);
      throw new UnreadableRecordException(key, e);
    }
  }

  /** True if it is one of the records that are always in memory. */
  boolean isOpen(Key key) {
    return open.containsKey(key);
  }

  /** Applies a change that the journal holds. */
  void change(Key key, @Nullable StoredRecord stored) {
    if (!Family.isInMemory(key.kind())) {
      changed.put(key, Version.of(stored));
    } else if (stored != null) {
      open.put(key, stored);
      changed.put(key, Version.of(stored));
    } else if (open.remove(key) != null) {
      end(key);
    }
  }

  /** Leaves no trace of a record that came and went between two checkpoints. */
  private void end(Key key) {
    // A checkpoint adds to openInFiles before it thaws, so one of the two is always true.
    if (frozen.containsKey(key) || openInFiles.contains(key)) {
      changed.put(key, Version.DELETED);
    } else {
      changed.remove(key);
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
  Map<Key, Version> freeze() {
    Map<Key, Version> toWrite = changed;
    frozen = toWrite;
    changed = new ConcurrentHashMap<>();
    return toWrite;
  }

  /** The changes that were set aside are in the sorted files now. */
  void thaw() {
    frozen.forEach((key, version) -> {
      StoredRecord stored = version.stored();
      if (Family.isInMemory(key.kind())) {
        if (stored == null) {
          openInFiles.remove(key);
        } else {
          openInFiles.add(key);
        }
      } else if (stored == null) {
        cache.invalidate(key);
      } else {
        cache.put(key, stored);
      }
    });
    frozen = Map.of();
  }

  /** The sorted files do not hold a record any more. */
  void dropped(Key key) {
    cache.invalidate(key);
  }

  /** Records that changed since the last checkpoint began. */
  long changedCount() {
    return changed.size();
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
