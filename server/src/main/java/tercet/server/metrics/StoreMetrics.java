package tercet.server.metrics;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import tercet.gateway.EngineMetric;
import tercet.gateway.EngineMetric.Kind;
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

  private record Shown<T>(Kind kind, String name, String meaning, ToDoubleFunction<T> value) {
    EngineMetric of(String store, Supplier<T> statistics) {
      return new EngineMetric(
          "store." + name,
          kind,
          meaning,
          Map.of("store", store),
          () -> value.applyAsDouble(statistics.get()));
    }
  }

  public static List<EngineMetric> of(Store store) {
    return switch (store) {
      case PostgresStore postgres ->
          postgres().stream().map(shown -> shown.of("postgres", postgres::statistics)).toList();
      case RedisStore redis ->
          redis().stream().map(shown -> shown.of("redis", redis::statistics)).toList();
      case RocksDbStore local ->
          rocksDb().stream().map(shown -> shown.of("rocksdb", local::statistics)).toList();
      default -> List.of();
    };
  }

  private static List<Shown<PostgresStatistics>> postgres() {
    return List.of(
        counter("commits", COMMITS, PostgresStatistics::commits),
        counter("conflicts", CONFLICTS, PostgresStatistics::conflicts),
        counter(
            "unavailable",
            "Commits and reads without a database.",
            PostgresStatistics::unavailable),
        gauge("records.unreadable", UNREADABLE, PostgresStatistics::unreadableRecords),
        counter("swept", SWEPT, PostgresStatistics::swept));
  }

  private static List<Shown<RedisStatistics>> redis() {
    return List.of(
        counter("commits", COMMITS, RedisStatistics::commits),
        counter("conflicts", CONFLICTS, RedisStatistics::conflicts),
        counter(
            "reads",
            "Reads of records from a server; cached records need none.",
            RedisStatistics::reads),
        counter(
            "unavailable",
            "Commits and reads without a usable server.",
            RedisStatistics::unavailable),
        gauge(
            "replicas.missing",
            "Replicas that are down; the shop goes on without their confirmation.",
            RedisStatistics::missingReplicas),
        gauge("records.unreadable", UNREADABLE, RedisStatistics::unreadableRecords),
        counter("swept", SWEPT, RedisStatistics::expired));
  }

  private static List<Shown<RocksDbStatistics>> rocksDb() {
    return List.of(
        counter("commits", COMMITS, RocksDbStatistics::commits),
        counter("journal.bytes", "Bytes that commits wrote.", RocksDbStatistics::journalBytes),
        counter("checkpoints", "Checkpoints completed.", RocksDbStatistics::checkpoints),
        counter(
            "checkpoint.seconds",
            "Time that all checkpoints took together.",
            now -> (double) now.checkpointTime().toNanos() / TimeUnit.SECONDS.toNanos(1)),
        gauge(
            "records.changed",
            "Records that wait for the next checkpoint.",
            RocksDbStatistics::changedRecords),
        gauge("records.open", "Open records.", RocksDbStatistics::openRecords),
        gauge(
            "records.recent",
            "Records in memory until they expire.",
            RocksDbStatistics::recentRecords),
        gauge("records.unreadable", UNREADABLE, RocksDbStatistics::unreadableRecords),
        counter("cache.hits", "Reads of older records from memory.", RocksDbStatistics::cacheHits),
        counter(
            "cache.misses", "Reads of older records from files.", RocksDbStatistics::cacheMisses),
        counter(
            "damaged.reads",
            "Reads of records in a damaged file: run ./tercet data check.",
            RocksDbStatistics::damagedReads));
  }

  private static <T> Shown<T> counter(String name, String meaning, ToDoubleFunction<T> value) {
    return new Shown<>(Kind.COUNTER, name, meaning, value);
  }

  private static <T> Shown<T> gauge(String name, String meaning, ToDoubleFunction<T> value) {
    return new Shown<>(Kind.GAUGE, name, meaning, value);
  }
}
