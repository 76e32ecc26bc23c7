package tercet.app;

import java.time.Duration;
import java.time.InstantSource;
import tercet.gateway.GatewaySettings;
import tercet.kernel.transaction.TransactionSettings;
import tercet.runtime.mailbox.LaneSettings;
import tercet.runtime.request.RequestSettings;
import tercet.runtime.store.Store;
import tercet.store.postgres.PostgresSettings;
import tercet.store.postgres.PostgresStore;
import tercet.store.rocksdb.RocksDbSettings;
import tercet.store.rocksdb.RocksDbStore;

/** What each part is told, from what the user chose; every other number has its reason here. */
final class Settings {
  /** In one process nothing is under way for longer, unless the machine stood still. */
  private static final Duration MESSAGE_LIFETIME = Duration.ofSeconds(2);

  /** One process has one clock; it may be set back by that much without harm. */
  private static final Duration CLOCK_SKEW_MAX = Duration.ofSeconds(1);

  /** Messages between lanes are lost only by a crash, after which everything wakes at once. */
  private static final Duration RESEND_FIRST = Duration.ofMillis(200);

  private static final Duration RESEND_MAX = Duration.ofSeconds(5);

  /** The answers of a commit whose outcome was unknown are lost; whoever waits asks again. */
  private static final Duration RESEND_ANSWERS = Duration.ofSeconds(1);

  /** After the deadline a client still hears of the abort. */
  private static final Duration ANSWER_MARGIN = Duration.ofSeconds(1);

  /** Half a millisecond of work for each hundred: more would make the first of a batch wait. */
  private static final int BATCH_MAX = 500;

  /** Whoever still holds a key must find its answer. */
  private static final Duration ANSWERS_OUTLIVE_KEYS = Duration.ofHours(1);

  /** One for what is removed in the background, one while another is replaced. */
  private static final int SPARE_CONNECTIONS = 2;

  private Settings() {}

  static TransactionSettings transactions() {
    return new TransactionSettings(MESSAGE_LIFETIME, CLOCK_SKEW_MAX, RESEND_FIRST, RESEND_MAX);
  }

  static RequestSettings requests(Configuration configuration) {
    Duration timeout = configuration.deadline().plus(ANSWER_MARGIN);
    return new RequestSettings(
        configuration.inFlightMax(),
        timeout,
        configuration.deadline(),
        resendAfter(configuration.store(), timeout),
        MESSAGE_LIFETIME,
        CLOCK_SKEW_MAX,
        configuration.idempotencyKeyKept());
  }

  private static Duration resendAfter(StoreChoice store, Duration timeout) {
    return switch (store) {
      case StoreChoice.RocksDb local -> timeout; // nothing is lost, so nothing is sent again
      case StoreChoice.Postgres remote -> RESEND_ANSWERS;
    };
  }

  static LaneSettings lane(Configuration configuration) {
    // Each request in flight has at most a few messages under way between lanes.
    int mailbox = Math.multiplyExact(configuration.inFlightMax(), 8);
    return new LaneSettings(mailbox, BATCH_MAX, configuration.trials().fusion());
  }

  static GatewaySettings gateway(Configuration configuration) {
    return new GatewaySettings(
        configuration.host(),
        configuration.port(),
        configuration.adminHost(),
        configuration.adminPort(),
        configuration.trials().noopRoute(),
        GatewaySettings.Limits.DEFAULTS);
  }

  static Store openStore(Configuration configuration, InstantSource clock) {
    return switch (configuration.store()) {
      case StoreChoice.RocksDb local -> openRocksDb(configuration, clock);
      case StoreChoice.Postgres remote -> openPostgres(configuration, remote, clock);
    };
  }

  private static PostgresStore openPostgres(
      Configuration configuration, StoreChoice.Postgres choice, InstantSource clock) {
    PostgresSettings settings =
        PostgresSettings.of(choice.url(), choice.user(), choice.password(), choice.schema())
            .withConnections(configuration.lanes() + SPARE_CONNECTIONS);
    return PostgresStore.open(settings, configuration.shards(), clock);
  }

  private static RocksDbStore openRocksDb(Configuration configuration, InstantSource clock) {
    RocksDbSettings defaults = RocksDbSettings.defaults();
    RocksDbSettings settings =
        new RocksDbSettings(
            defaults.checkpointBytes(),
            defaults.checkpointRecords(),
            defaults.checkpointAfter(),
            defaults.cacheBytes(),
            defaults.blockCacheBytes(),
            configuration.idempotencyKeyKept().plus(ANSWERS_OUTLIVE_KEYS));
    return RocksDbStore.open(configuration.data(), configuration.shards(), settings, clock);
  }
}
