package tercet.store.rocksdb;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.runtime.codec.WholeMillis;
import tercet.runtime.store.UnreadableRecords;

/**
 * Records that are soon to expire, of the kinds that are always in memory. Their log on disk is
 * divided by the time of expiry into buckets of one second; as time goes by the oldest bucket is
 * deleted as a whole.
 *
 * <p>A record is in exactly one bucket. If it changes so that it belongs elsewhere, its deletion is
 * written to the bucket that it leaves. So a bucket means the same without all others, and a
 * deletion on disk is needed only as long as the bucket that it is in.
 *
 * <p>Safe for threads, if no two change the same key at once.
 */
final class RecentRecords {
  /** Short, so that little is kept that has expired; long, so that a commit meets few buckets. */
  static final long BUCKET_MILLIS = 1_000;

  private final ConcurrentMap<Key, StoredRecord.Expiring> records = new ConcurrentHashMap<>();

  /** For each bucket that may be on disk, the keys that were put into it. */
  private final ConcurrentMap<Long, List<List<Key>>> buckets = new ConcurrentHashMap<>();

  /** The records in the log of an earlier process, until all have expired. */
  private volatile @Nullable CommitIndex recovered;

  private volatile long lastRecoveredBucket = Long.MIN_VALUE;

  private final UnreadableRecords quarantine;

  /**
   * @param quarantine notes records that cannot be read
   */
  RecentRecords(UnreadableRecords quarantine) {
    this.quarantine = quarantine;
  }

  StoredRecord.@Nullable Expiring get(Key key) {
    StoredRecord.Expiring stored = records.get(key);
    CommitIndex index = recovered;
    return stored != null || index == null ? stored : getRecovered(index, key);
  }

  private StoredRecord.@Nullable Expiring getRecovered(CommitIndex index, Key key) {
    CheckpointedRecords.Version version = index.get(key, quarantine);
    return version != null && version.stored() instanceof StoredRecord.Expiring expiring
        ? expiring
        : null;
  }

  /**
   * Takes the log of an earlier process.
   *
   * @param recoveredBuckets to find it in
   */
  void recover(CommitIndex log, Collection<Long> recoveredBuckets) {
    recoveredBuckets.forEach(bucket -> remember(bucket, List.of()));
    lastRecoveredBucket =
        recoveredBuckets.stream().mapToLong(Long::longValue).max().orElse(Long.MIN_VALUE);
    recovered = log;
  }

  /**
   * Applies a change that the log holds.
   *
   * @param stored null if it was deleted or is not recent any more
   */
  void change(Key key, StoredRecord.@Nullable Expiring stored) {
    if (stored == null) {
      records.remove(key);
    } else {
      records.put(key, stored);
    }
    CommitIndex index = recovered;
    if (index != null) {
      index.remove(key);
    }
  }

  /**
   * Remembers the keys that were written to the log, so that they are deleted in time. To be called
   * after the changes are applied.
   *
   * @param keys that were put into the bucket; may be empty
   */
  void remember(long bucket, List<Key> keys) {
    // Atomic with sweep: a key that comes after the sweep makes a bucket to be swept again.
    buckets.compute(
        bucket,
        (number, known) -> {
          List<List<Key>> all = known == null ? new ArrayList<>() : known;
          if (!keys.isEmpty()) {
            all.add(keys);
          }
          return all;
        });
  }

  /** True if a sweep would find something at a horizon. */
  boolean hasExpired(Instant horizon) {
    return buckets.keySet().stream().anyMatch(bucket -> isOver(bucket, horizon));
  }

  /**
   * Deletes the buckets whose time is over, on disk and in memory.
   *
   * @param horizon on disk already, and told to every decision that begins now
   */
  void sweep(Instant horizon, RocksDatabase database) {
    for (long bucket : buckets.keySet()) {
      List<List<Key>> swept = isOver(bucket, horizon) ? buckets.remove(bucket) : null;
      if (swept != null) {
        // First on disk: a record that is gone from memory could be replaced without a trace in the
        // bucket.
        deleteOnDisk(bucket, database);
        for (List<Key> keys : swept) {
          keys.forEach(key -> forget(key, bucket));
        }
      }
    }
    forgetRecovered(horizon);
  }

  /** Forgets the recovered records once all have expired. */
  private void forgetRecovered(Instant horizon) {
    if (recovered != null && isOver(lastRecoveredBucket, horizon)) {
      recovered = null;
    }
  }

  static void deleteOnDisk(long bucket, RocksDatabase database) {
    database.deleteRange(Family.RECENT, logKey(bucket, 0), logKey(bucket + 1, 0));
  }

  private void forget(Key key, long bucket) {
    records.computeIfPresent(key, (same, stored) -> bucket(stored) == bucket ? null : stored);
  }

  /** The bucket in which a record belongs. All in a bucket have expired when it is over. */
  static long bucket(StoredRecord.Expiring stored) {
    return Math.ceilDiv(WholeMillis.of(stored.expiresAt()), BUCKET_MILLIS);
  }

  /** True if everything in a bucket has expired. */
  static boolean isOver(long bucket, Instant now) {
    return bucket <= Math.floorDiv(now.toEpochMilli(), BUCKET_MILLIS);
  }

  /**
   * The place in the log of a commit's changes to a bucket.
   *
   * @param number of the commit
   */
  static byte[] logKey(long bucket, long number) {
    long ascending = bucket ^ Long.MIN_VALUE; // as unsigned bytes, also before 1970
    return ByteBuffer.allocate(2 * Long.BYTES).putLong(ascending).putLong(number).array();
  }

  static long bucketOf(byte[] logKey) {
    return ByteBuffer.wrap(logKey).getLong() ^ Long.MIN_VALUE;
  }

  static long numberOf(byte[] logKey) {
    return ByteBuffer.wrap(logKey).getLong(Long.BYTES);
  }

  long count() {
    CommitIndex index = recovered;
    return (long) records.size() + (index == null ? 0 : index.size());
  }
}
