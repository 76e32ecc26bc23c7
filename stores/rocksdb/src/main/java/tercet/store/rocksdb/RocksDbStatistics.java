package tercet.store.rocksdb;

import java.time.Duration;

/**
 * How a store is doing. All counts are since it was opened, unless they say otherwise.
 *
 * @param commits that changed something
 * @param journalBytes written by commits
 * @param checkpoints completed
 * @param checkpointTime that all checkpoints took together
 * @param changedRecords now waiting for the next checkpoint
 * @param openRecords now
 * @param recentRecords now in memory until they expire
 * @param cacheHits records that were not changed lately and found in memory
 * @param cacheMisses records that were looked up in files
 * @param unreadableRecords that were met since the start, each counted once
 * @param damagedReads look-ups of records that cannot be read because their file is damaged
 */
public record RocksDbStatistics(
    long commits,
    long journalBytes,
    long checkpoints,
    Duration checkpointTime,
    long changedRecords,
    long openRecords,
    long recentRecords,
    long cacheHits,
    long cacheMisses,
    long unreadableRecords,
    long damagedReads) {}
