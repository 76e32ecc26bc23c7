package tercet.server.wiring;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tercet.driver.redis.RedisAddress;
import tercet.gateway.operate.BackupWork;
import tercet.kernel.id.ShardId;
import tercet.runtime.cluster.OwnedShards;
import tercet.runtime.store.Store;
import tercet.server.config.Configuration;
import tercet.server.config.StoreChoice;
import tercet.store.postgres.PostgresSettings;
import tercet.store.postgres.PostgresStore;
import tercet.store.redis.RedisLimits;
import tercet.store.redis.RedisSettings;
import tercet.store.redis.RedisStore;
import tercet.store.rocksdb.BackupReport;
import tercet.store.rocksdb.RocksDbSettings;
import tercet.store.rocksdb.RocksDbStore;

/** Opens the store of a node. */
public final class Stores {
  /** So expired answers with keys take at most a quarter of the disk that valid ones take. */
  private static final int PASSES_PER_KEY = 4;

  /** One for the sweeper, one for orphan recovery, one while another is replaced. */
  private static final int SPARE_CONNECTIONS = 3;

  private Stores() {}

  /**
   * Opens the store that the user chose.
   *
   * @throws IOException if it is not for these shards
   */
  static Store open(Configuration configuration, List<ShardId> served, InstantSource clock)
      throws IOException {
    Store opened =
        DurableStores.require(chosen(configuration, served, clock), configuration.store());
    StoreClock.require(opened, clock);
    return opened;
  }

  private static Store chosen(
      Configuration configuration, List<ShardId> served, InstantSource clock) throws IOException {
    return switch (configuration.store()) {
      case StoreChoice.RocksDb local -> {
        RocksDbStore opened = openRocksDb(configuration, local, clock);
        if (local.acceptClock()) {
          opened.lowerHorizon(clock.instant());
        }
        try {
          OwnedShards.claim(configuration.data(), served); // which no other process does meanwhile
        } catch (IOException foreign) {
          opened.close();
          throw foreign;
        }
        yield opened;
      }
      case StoreChoice.Postgres remote -> openPostgres(configuration, remote, clock);
      case StoreChoice.Redis remote -> openRedis(configuration, remote, clock);
    };
  }

  /** Backs up the store of a node, if it can be backed up by its files. */
  static BackupWork backup(
      Configuration configuration, String node, @Nullable Store store, InstantSource clock) {
    return switch (store) {
      case RocksDbStore local when configuration.store() instanceof StoreChoice.RocksDb choice ->
          () -> {
            BackupReport made = local.backup(choice.backups().resolve(node), clock.instant());
            return new BackupWork.Made(
                made.folder().toAbsolutePath().toString(),
                made.files(),
                made.copiedBytes(),
                made.linkedBytes());
          };
      case null ->
          () -> {
            throw new UnsupportedOperationException(
                "Node %s has no records. Name the administrative port of a node that has."
                    .formatted(node));
          };
      default ->
          () -> {
            throw new UnsupportedOperationException(
                "The records of node %s are on servers of their own. Back these up:".formatted(node)
                    + " docs/operate/backup.md says how.");
          };
    };
  }

  private static PostgresStore openPostgres(
      Configuration configuration, StoreChoice.Postgres choice, InstantSource clock) {
    PostgresSettings settings =
        PostgresSettings.of(choice.url(), choice.user(), choice.password(), choice.schema())
            .withConnections(configuration.lanes() + SPARE_CONNECTIONS)
            .withRunsMax(choice.runsMax());
    Path passwordFile = choice.passwordFile();
    PostgresSettings complete =
        passwordFile == null ? settings : settings.withPasswordFile(passwordFile);
    boolean hasSeveralServers = choice.url().contains(",");
    Supplier<PostgresStore> open =
        () -> PostgresStore.open(complete, configuration.shards(), clock);
    return Patience.await(open, hasSeveralServers);
  }

  private static RedisStore openRedis(
      Configuration configuration, StoreChoice.Redis choice, InstantSource clock) {
    RedisSettings durable =
        settings(choice)
            .withLimits(
                RedisLimits.defaults()
                    .withConnections(configuration.lanes() + SPARE_CONNECTIONS)
                    .withCachedRecords(choice.cachedRecords()));
    boolean agreesAgain = configuration.lossWindow().isPositive();
    RedisSettings complete = agreesAgain ? durable.withoutQuarantine() : durable;
    Supplier<RedisStore> open = () -> RedisStore.open(complete, configuration.shards(), clock);
    boolean hasSeveralServers = complete.address().topology() != RedisAddress.Topology.STANDALONE;
    return Patience.await(open, hasSeveralServers);
  }

  /** Where Redis is and what it must guarantee, without what follows from the node's size. */
  public static RedisSettings settings(StoreChoice.Redis choice) {
    RedisSettings settings =
        RedisSettings.of(RedisAddress.parse(choice.url()), choice.prefix(), choice.replicas())
            .withPassword(choice.password(), choice.passwordFile())
            .withCaFile(choice.caFile());
    return choice.inMemory() ? settings.inMemory() : settings;
  }

  private static RocksDbStore openRocksDb(
      Configuration configuration, StoreChoice.RocksDb choice, InstantSource clock) {
    RocksDbSettings defaults = RocksDbSettings.defaults();
    RocksDbSettings settings =
        new RocksDbSettings(
            defaults.checkpointBytes(),
            defaults.checkpointRecords(),
            defaults.checkpointAfter(),
            defaults.cacheBytes(),
            defaults.blockCacheBytes(),
            configuration.idempotencyKeyKept().dividedBy(PASSES_PER_KEY),
            defaults.leapBelievedAfter());
    return choice.acceptLoss()
        ? RocksDbStore.openAcceptingLoss(
            configuration.data(), configuration.shards(), settings, clock)
        : RocksDbStore.open(configuration.data(), configuration.shards(), settings, clock);
  }
}
