package tercet.store.rocksdb;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.runtime.codec.ByteReader;
import tercet.runtime.codec.MalformedBytesException;
import tercet.runtime.codec.RecordCodec;
import tercet.runtime.codec.WholeMillis;
import tercet.runtime.store.UnreadableRecordException;
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

  private final CommitIndex changes = new CommitIndex();

  /** For each bucket that may be on disk, the parts of commits that belong to it. */
  private final ConcurrentMap<Long, List<Integer>> buckets = new ConcurrentHashMap<>();

  private final UnreadableRecords quarantine;

  /**
   * @param quarantine notes records that cannot be read
   */
  RecentRecords(UnreadableRecords quarantine) {
    this.quarantine = quarantine;
  }

  /**
   * A record.
   *
   * @throws UnreadableRecordException if it cannot be read
   */
  StoredRecord.@Nullable Expiring get(Key key) {
    ByteReader found = changes.find(KeyBytes.of(key));
    if (found == null || found.remaining() == 0) {
      return null;
    }
    try {
      return RecordCodec.read(found) instanceof StoredRecord.Expiring expiring ? expiring : null;
    } catch (MalformedBytesException e) {
      quarantine.met(key, e);
      throw new UnreadableRecordException(key, e);
    }
  }

  /**
   * Takes the changes of a commit to one bucket.
   *
   * @param commit its number
   * @param part as the log has it; not copied
   */
  void add(long bucket, long commit, byte[] part) {
    int number = changes.add(commit, part);
    // Atomic with sweep: a part that comes after the sweep makes a bucket to be swept again.
    buckets.compute(
        bucket,
        (same, known) -> {
          List<Integer> all = known == null ? new ArrayList<>() : known;
          all.add(number);
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
      List<Integer> swept = isOver(bucket, horizon) ? buckets.remove(bucket) : null;
      if (swept != null) {
        // First on disk: a record that is gone from memory could be replaced without a trace in the
        // bucket.
        deleteOnDisk(bucket, database);
        swept.forEach(changes::drop);
      }
    }
  }

  static void deleteOnDisk(long bucket, RocksDatabase database) {
    database.deleteRange(Family.RECENT, logKey(bucket, 0), logKey(bucket + 1, 0));
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
    return changes.recordCount();
  }
}
