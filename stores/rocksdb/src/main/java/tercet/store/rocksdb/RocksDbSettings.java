package tercet.store.rocksdb;

import java.time.Duration;

/**
 * Limits of a store on RocksDB.
 *
 * @param checkpointBytes journal since the last checkpoint after which the next one begins: more
 *     makes checkpoints cheaper, because more changes of the same record meet, but a start after a
 *     crash reads up to three times as much. Up to three times as much is used of native memory,
 *     and of the heap
 * @param checkpointRecords changed records since the last checkpoint after which the next one
 *     begins; up to four times as many have a place in a table, about 20 bytes each
 * @param checkpointAfter the longest time between a commit and the checkpoint that covers it, so
 *     that an idle store starts quickly
 * @param cacheBytes heap for records that were read lately, or written before the last checkpoint
 * @param blockCacheBytes native memory for blocks of the sorted files
 * @param dailyPassEvery how far time goes on until the store looks again through all records that
 *     are kept for a day, for those that have expired: answers to commands with an Idempotency-Key,
 *     and the keys themselves. Longer costs disk, shorter costs reading
 * @param leapBelievedAfter how long a clock that leapt ahead must stay there before anything is
 *     dropped by it: shorter than it takes to correct a clock makes this useless, and meanwhile
 *     everything that expires stays in memory
 */
public record RocksDbSettings(
    long checkpointBytes,
    long checkpointRecords,
    Duration checkpointAfter,
    long cacheBytes,
    long blockCacheBytes,
    Duration dailyPassEvery,
    Duration leapBelievedAfter) {
  private static final long MEBIBYTE = 1 << 20;
  private static final long CHECKPOINT_BYTES_MAX = 1_024 * MEBIBYTE;

  public RocksDbSettings {
    if (checkpointBytes > CHECKPOINT_BYTES_MAX) {
      throw new IllegalArgumentException("a start would take too long: " + checkpointBytes);
    }
    if (checkpointBytes < 1 || checkpointRecords < 1 || cacheBytes < 0 || blockCacheBytes < 0) {
      throw new IllegalArgumentException("limits are positive");
    }
    if (checkpointAfter.isNegative() || checkpointAfter.isZero()) {
      throw new IllegalArgumentException("a checkpoint needs time: " + checkpointAfter);
    }
    if (leapBelievedAfter.isNegative()) {
      throw new IllegalArgumentException("nothing is believed before it is: " + leapBelievedAfter);
    }
    if (dailyPassEvery.isNegative()) {
      throw new IllegalArgumentException("time goes on between passes: " + dailyPassEvery);
    }
  }

  /** Fits a heap of the size that this process may have, from 256 MiB on. */
  public static RocksDbSettings defaults() {
    long heap = Runtime.getRuntime().maxMemory();
    return new RocksDbSettings(
        Math.clamp(heap / 16, 4 * MEBIBYTE, 48 * MEBIBYTE),
        heap / 2_048,
        Duration.ofMinutes(1),
        heap / 4,
        64 * MEBIBYTE,
        Duration.ofHours(6),
        Duration.ofSeconds(30));
  }

  RocksDbSettings withCheckpointBytes(long bytes) {
    return new RocksDbSettings(
        bytes,
        checkpointRecords,
        checkpointAfter,
        cacheBytes,
        blockCacheBytes,
        dailyPassEvery,
        leapBelievedAfter);
  }

  /** For a clock that a test moves. */
  RocksDbSettings believingLeaps() {
    return new RocksDbSettings(
        checkpointBytes,
        checkpointRecords,
        checkpointAfter,
        cacheBytes,
        blockCacheBytes,
        dailyPassEvery,
        Duration.ZERO);
  }
}
