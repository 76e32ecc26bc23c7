package tercet.store.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.rocksdb.AbstractEventListener;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.IndexType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WALRecoveryMode;

/** How RocksDB is set up. */
final class DatabaseOptions implements AutoCloseable {
  private static final long MEBIBYTE = 1 << 20;

  private static final double BLOOM_BITS_PER_KEY = 10;
  private static final int METADATA_BLOCK_BYTES = 4 << 10;

  /** Few, because a shard must have room for the filter of a whole file as older versions wrote. */
  private static final int CACHE_SHARD_BITS = 2;

  private final RocksDbSettings settings;
  private final Cache blockCache;
  private final BloomFilter bloomFilter = new BloomFilter(BLOOM_BITS_PER_KEY);
  private final DBOptions database;
  private final AbstractEventListener listener;

  /** Facts only. RocksDB reserves room on the disk for a journal as large as the largest buffer. */
  private final ColumnFamilyOptions unused = new ColumnFamilyOptions().setWriteBufferSize(MEBIBYTE);

  private final Map<Family, ColumnFamilyOptions> families = new EnumMap<>(Family.class);

  /**
   * @param listener hears what happens in the background; closed with the options
   */
  DatabaseOptions(RocksDbSettings settings, AbstractEventListener listener) {
    this.settings = settings;
    this.listener = listener;
    this.blockCache = new LRUCache(settings.blockCacheBytes(), CACHE_SHARD_BITS);
    this.database =
        new DBOptions()
            .setCreateIfMissing(true)
            .setListeners(List.of(listener))
            .setCreateMissingColumnFamilies(true)
            // Of a torn write nothing is used. LogsCheck has refused everything else by then.
            .setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery)
            .setMaxBackgroundJobs(2)
            .setMaxOpenFiles(512)
            .setSkipStatsUpdateOnDbOpen(true)
            .setAvoidFlushDuringRecovery(true) // the first checkpoint does it, beside the traffic
            .setAvoidUnnecessaryBlockingIO(true)
            .setEnableWriteThreadAdaptiveYield(false) // waiting for a disk is no reason to spin
            .setBytesPerSync(MEBIBYTE) // a file is not synced in one go before the journal
            .setMaxTotalWalSize(6 * settings.checkpointBytes() + 64 * MEBIBYTE)
            .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
            .setKeepLogFileNum(2)
            .setMaxLogFileSize(4 * MEBIBYTE)
            .setStatsDumpPeriodSec(0)
            .setStatsPersistPeriodSec(0);
    for (Family family : Family.values()) {
      families.put(family, family(family));
    }
  }

  private ColumnFamilyOptions family(Family family) {
    return switch (family) {
      case JOURNAL, RECENT ->
          // Room for what two checkpoints may leave, so that entries are dropped before they are
          // ever written to a file.
          new ColumnFamilyOptions()
              .setWriteBufferSize(2 * settings.checkpointBytes() + 8 * MEBIBYTE)
              .setCompressionType(CompressionType.NO_COMPRESSION)
              .setTableFormatConfig(new BlockBasedTableConfig().setBlockCache(blockCache));
      case STATE, OPEN -> sorted();
      case DAILY ->
          // So that dropped records leave the disk, too.
          sorted().setPeriodicCompactionSeconds(Math.max(1, settings.dailyPassEvery().toSeconds()));
    };
  }

  /** Filled by files that checkpoints bring, never through a write buffer. */
  private ColumnFamilyOptions sorted() {
    return new ColumnFamilyOptions()
        .setWriteBufferSize(MEBIBYTE)
        .setCompressionType(CompressionType.LZ4_COMPRESSION)
        .setMaxBytesForLevelBase(128 * MEBIBYTE)
        .setTargetFileSizeBase(32 * MEBIBYTE)
        .setLevel0FileNumCompactionTrigger(4)
        .setLevel0SlowdownWritesTrigger(40) // it would slow down the journal
        .setLevel0StopWritesTrigger(80)
        .setTableFormatConfig(
            new BlockBasedTableConfig()
                .setBlockCache(blockCache)
                .setBlockSize(8 << 10)
                .setFilterPolicy(bloomFilter)
                // Index and filter in parts of 4 KiB: a cold read loads those of its key only.
                .setIndexType(IndexType.kTwoLevelIndexSearch)
                .setPartitionFilters(true)
                .setMetadataBlockSize(METADATA_BLOCK_BYTES)
                .setPinTopLevelIndexAndFilter(true)
                .setCacheIndexAndFilterBlocks(true)
                .setCacheIndexAndFilterBlocksWithHighPriority(true));
  }

  /** Passes over the damaged part of the journal. Otherwise nothing behind it is read. */
  void readWhatCanBeRead() {
    database.setWalRecoveryMode(WALRecoveryMode.SkipAnyCorruptedRecords);
  }

  /** For a database with damaged files: a compaction that meets the damage ends all writing. */
  void withoutCompactions() {
    unused.setDisableAutoCompactions(true);
    families.values().forEach(family -> family.setDisableAutoCompactions(true));
  }

  DBOptions database() {
    return database;
  }

  List<ColumnFamilyDescriptor> descriptors() {
    List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
    descriptors.add(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, unused));
    families.forEach((family, options) ->
        descriptors.add(new ColumnFamilyDescriptor(family.familyName().getBytes(UTF_8), options)));
    return descriptors;
  }

  /** Where a family is among the descriptors. */
  static int position(Family family) {
    return List.of(Family.values()).indexOf(family) + 1;
  }

  /** For each descriptor, how long TtlDB keeps its records: for ever. */
  List<Integer> secondsToLive() {
    return Collections.nCopies(1 + Family.values().length, 0);
  }

  /** For a file that is to become a part of a family. To be closed. */
  Options file(Family family) {
    return new Options(database, families.getOrDefault(family, unused));
  }

  @Override
  public void close() {
    database.close();
    listener.close();
    families.values().forEach(ColumnFamilyOptions::close);
    unused.close();
    bloomFilter.close();
    blockCache.close();
  }
}
