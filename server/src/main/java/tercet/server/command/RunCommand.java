package tercet.server.command;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import tercet.driver.redis.RedisAddress;
import tercet.kernel.Protocol;
import tercet.kernel.saga.StepOrder;
import tercet.server.config.ClusterConfig;
import tercet.server.config.Configuration;
import tercet.server.config.StoreChoice;
import tercet.server.wiring.Shop;
import tercet.server.wiring.StartFailedException;

/** The command {@code tercet run}: the whole shop in one process, or a node of a cluster. */
@Command(
    name = "run",
    description = {
      "Runs the whole shop in this process, with its data in one folder;",
      "or with --cluster one node of a shop of many processes."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false,
    footer = {
      "",
      "Every option can also be set in the environment (--admin-port as TERCET_ADMIN_PORT) or in",
      "the file tercet.properties of the working folder, or the one that TERCET_CONFIG names",
      "(admin-port=8001). The command line wins, then the environment, then the file.",
      "",
      "A TIME is 500ms, 5s, 2.5s, 2m or 24h; without a unit it is in seconds."
    })
final class RunCommand extends Subcommand {
  /** Many more than processors, so that nodes may be added; few enough for a start to scan each. */
  private static final int SHARDS = 16;

  private static final int CORES_PER_LANE = 8;

  @Option(names = "--host", paramLabel = "ADDRESS", description = "Address of the shop.")
  private String host = "127.0.0.1";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port of the shop; 0 takes a free one.")
  private int port = 8000;

  @Option(
      names = "--admin-host",
      paramLabel = "ADDRESS",
      description = "Address for health and metrics.")
  private String adminHost = "127.0.0.1";

  @Option(
      names = "--admin-port",
      paramLabel = "PORT",
      description = "Port for health and metrics; 0 takes a free one.")
  private int adminPort = 8001;

  @Mixin private AccessOptions access = new AccessOptions();

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description = "Folder of all data; made if it is missing.")
  private Path data = Path.of("data");

  @Option(
      names = "--store",
      paramLabel = "NAME",
      description = "Where records are kept: ${COMPLETION-CANDIDATES}.")
  private StoreChoice.Name store = StoreChoice.Name.ROCKSDB;

  @Option(
      names = "--accept-loss",
      description =
          "Start although the journal in the data folder is damaged, with the state before the "
              + "damage. Use it once, if there is no backup; the log lists the losses.")
  private boolean acceptLoss;

  @Option(
      names = "--accept-clock",
      description =
          "Start although the clock is behind the latest time in the data folder, and believe "
              + "it. Use it once, if the clock was wrong before and is right now.")
  private boolean acceptClock;

  @Option(
      names = "--backups",
      paramLabel = "FOLDER",
      description =
          "Folder for './tercet backup', best on another disk; made at the first one. Each node has"
              + " a folder of its name in it. For the store rocksdb.")
  private Path backups = Path.of("backups");

  @Mixin private PostgresOptions postgres = new PostgresOptions();

  @Mixin private RedisOptions redis = new RedisOptions();

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Option(
      names = "--protocol",
      paramLabel = "NAME",
      description = "How a checkout becomes one transaction: ${COMPLETION-CANDIDATES}.")
  private Protocol protocol = Protocol.TCC;

  @Option(
      names = "--saga-steps",
      paramLabel = "ORDER",
      defaultValue = "parallel",
      description = "Participants that a saga asks first: parallel, payment_first, stock_first.")
  private StepOrder sagaSteps = StepOrder.PARALLEL;

  @Option(
      names = "--deadline",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      defaultValue = "5s",
      description = "Time within which a checkout is paid or aborted for good.")
  private Duration deadline = Duration.ofSeconds(5);

  @Option(
      names = "--loss-window",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      defaultValue = "0s",
      description =
          "How old a commit may be that a store of the shop loses at a failover or from a backup; "
              + "the same on all nodes. Above 0s, nodes keep outcomes for as long and agree on "
              + "them again, so that money and goods fit together after such a loss. It costs "
              + "messages.")
  private Duration lossWindow = Duration.ZERO;

  @Option(
      names = "--drain",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      defaultValue = "5s",
      description =
          "After SIGTERM a gateway is not ready and serves for so long, until load balancers have"
              + " noticed. It ends without that wait if /health/ready was not asked for a minute.")
  private Duration drain = Duration.ofSeconds(5);

  @Option(
      names = "--shards",
      paramLabel = "N",
      description =
          "Shards of each service; fixed when the data folder is made. 16, or the "
              + "number in the cluster file.")
  private @Nullable Integer shards;

  @Option(
      names = "--lanes",
      paramLabel = "N",
      description =
          "Threads that decide and commit. One for each 8 cores, at least one; in Redis Cluster"
              + " as many as there are shards, so that a master that is away stops no others.")
  private @Nullable Integer lanes;

  @Option(
      names = "--in-flight",
      paramLabel = "N",
      description = "Requests under way at once; more get 503 and may come back.")
  private int inFlight = 10_000;

  @Option(
      names = "--idempotency-key-kept",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      defaultValue = "24h",
      description = "How long a repeated Idempotency-Key gets the first answer.")
  private Duration idempotencyKeyKept = Duration.ofHours(24);

  @Option(
      names = "--audit-log",
      paramLabel = "FILE",
      description =
          "File that a line is added to for each thing that an operator does by hand: who, why,"
              + " what. Without it the lines are in the log only.")
  private @Nullable Path auditLog;

  @Option(
      names = "--lives",
      paramLabel = "N",
      description =
          "Transactions whose steps a node of a cluster keeps in memory for the console: the last"
              + " N, and the last N that had to ask again. About 1 kB each; 0 keeps none.")
  private int lives = 2_000;

  @Mixin private LogOptions log = new LogOptions();

  @Mixin private TracingOptions tracing = new TracingOptions();

  @Mixin private TestOptions tests = new TestOptions();

  @Override
  protected ExitStatus run() throws StartFailedException, InterruptedException {
    Redaction.learn(commandLine().getCommandSpec().options());
    refusePasswords();
    check(
        () -> ConfigurationSources.checkVariables(System.getenv(), commandLine().getCommandSpec()));
    Configuration configuration = configuration();
    log.start();
    return ExitStatus.of(Shop.run(configuration));
  }

  /** A shop that cannot start has failed, as one that stops by itself. */
  @Override
  protected ExitStatus failed() {
    return ExitStatus.WRONG;
  }

  private int shards(@Nullable ClusterConfig membership) {
    Integer given = shards;
    if (membership == null) {
      return given == null ? SHARDS : given;
    }
    int agreed = membership.map().shardCount();
    if (given != null && given != agreed) {
      throw new IllegalArgumentException(
          "--shards is %d, but the cluster file says %d; leave the option out"
              .formatted(given, agreed));
    }
    return agreed;
  }

  private StoreChoice storeChoice() {
    return switch (store) {
      case ROCKSDB -> new StoreChoice.RocksDb(acceptLoss, acceptClock, backups);
      case POSTGRES -> postgres.choice();
      case REDIS -> redis.choice();
    };
  }

  private int lanes(@Nullable ClusterConfig membership) {
    if (lanes != null) {
      return lanes;
    }
    boolean apart =
        storeChoice() instanceof StoreChoice.Redis redis
            && RedisAddress.parse(redis.url()).topology() == RedisAddress.Topology.CLUSTER;
    return apart
        ? shards(membership)
        : Math.max(1, Runtime.getRuntime().availableProcessors() / CORES_PER_LANE);
  }

  private Configuration configuration() {
    try {
      ClusterConfig membership = cluster.membership();
      return new Configuration(
          host,
          port,
          adminHost,
          adminPort,
          access.choice(),
          data,
          storeChoice(),
          membership,
          shards(membership),
          lanes(membership),
          protocol,
          sagaSteps,
          deadline,
          lossWindow,
          drain,
          inFlight,
          idempotencyKeyKept,
          auditLog,
          lives,
          tracing.choice(),
          tests.choice());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(commandLine(), e.getMessage(), e);
    }
  }
}
