package tercet.server.metrics;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import tercet.gateway.EngineMetric;
import tercet.runtime.store.Store;
import tercet.store.postgres.PostgresStatistics;
import tercet.store.postgres.PostgresStore;
import tercet.store.redis.RedisStatistics;
import tercet.store.redis.RedisStore;
import tercet.store.rocksdb.RocksDbStatistics;
import tercet.store.rocksdb.RocksDbStore;

/** The metrics of a running store. */
public final class StoreMetrics {
  private static final String COMMITS = "Commits of the store.";

  private static final String CONFLICTS =
      "Runs that were repeated because another node was faster.";

  private static final String SWEPT = "Expired records that were removed.";

  private static final String UNREADABLE =
      "Records that this version cannot read; the log names each.";

  private StoreMetrics() {}

  public static List<EngineMetric> of(Store store) {
    return switch (store) {
      case PostgresStore postgres -> postgres(figures("postgres", postgres::statistics));
      case RedisStore redis -> redis(figures("redis", redis::statistics));
      case RocksDbStore local -> rocksDb(figures("rocksdb", local::statistics));
      default -> List.of();
    };
  }

  private static List<EngineMetric> postgres(MetricList<PostgresStatistics> figures) {
    return figures
        .counter("commits", COMMITS, PostgresStatistics::commits)
        .counter("conflicts", CONFLICTS, PostgresStatistics::conflicts)
        .counter(
            "unavailable", "Commits and reads without a database.", PostgresStatistics::unavailable)
        .gauge("records.unreadable", UNREADABLE, PostgresStatistics::unreadableRecords)
        .counter("swept", SWEPT, PostgresStatistics::swept)
        .toList();
  }

  private static List<EngineMetric> redis(MetricList<RedisStatistics> figures) {
    return figures
        .counter("commits", COMMITS, RedisStatistics::commits)
        .counter("conflicts", CONFLICTS, RedisStatistics::conflicts)
        .counter(
            "reads",
            "Reads of records from a server; cached records need none.",
            RedisStatistics::reads)
        .counter(
            "unavailable",
            "Commits and reads without a usable server.",
            RedisStatistics::unavailable)
        .gauge(
            "shards.quarantined",
            "Shards that have lost confirmed commits and are refused until that is accepted.",
            RedisStatistics::quarantinedShards)
        .gauge(
            "replicas.missing",
            "Replicas that are down; the shop goes on without their confirmation.",
            RedisStatistics::missingReplicas)
        .gauge("records.unreadable", UNREADABLE, RedisStatistics::unreadableRecords)
        .counter("swept", SWEPT, RedisStatistics::expired)
        .toList();
  }

  private static List<EngineMetric> rocksDb(MetricList<RocksDbStatistics> figures) {
    return figures
        .counter("commits", COMMITS, RocksDbStatistics::commits)
        .counter("journal.bytes", "Bytes that commits wrote.", RocksDbStatistics::journalBytes)
        .counter("checkpoints", "Checkpoints completed.", RocksDbStatistics::checkpoints)
        .counter(
            "checkpoint.seconds",
            "Time that all checkpoints took together.",
            now -> (double) now.checkpointTime().toNanos() / TimeUnit.SECONDS.toNanos(1))
        .gauge(
            "records.changed",
            "Records that wait for the next checkpoint.",
            RocksDbStatistics::changedRecords)
        .gauge("records.open", "Open records.", RocksDbStatistics::openRecords)
        .gauge(
            "records.recent",
            "Records in memory until they expire.",
            RocksDbStatistics::recentRecords)
        .gauge("records.unreadable", UNREADABLE, RocksDbStatistics::unreadableRecords)
        .counter("cache.hits", "Reads of older records from memory.", RocksDbStatistics::cacheHits)
        .counter(
            "cache.misses", "Reads of older records from files.", RocksDbStatistics::cacheMisses)
        .counter(
            "damaged.reads",
            "Reads of records in a damaged file: run ./tercet data check.",
            RocksDbStatistics::damagedReads)
        .toList();
  }

  private static <T> MetricList<T> figures(String store, Supplier<T> statistics) {
    return new MetricList<>("store.", Map.of("store", store), statistics);
  }
}
