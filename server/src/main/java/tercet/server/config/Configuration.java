package tercet.server.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tercet.kernel.Protocol;
import tercet.kernel.saga.StepOrder;
import tercet.server.failpoint.Failpoint;
import tercet.telemetry.TracingSettings;

/**
 * Everything that a user can choose about a node, by command line, environment or file. {@code
 * tercet run --help} explains each with its default.
 *
 * @param host address of the public listener
 * @param port of the public listener; 0 takes a free one
 * @param adminHost address of the listener for health, metrics and administration
 * @param adminPort of that listener; 0 takes a free one
 * @param access says who may call
 * @param data folder of everything that this process stores
 * @param store where records are kept
 * @param membership in a cluster, null if this process is the whole shop
 * @param shards of each service; fixed when the data folder is made
 * @param lanes threads that decide and commit
 * @param protocol that makes a checkout one transaction
 * @param sagaSteps in which order a saga asks its participants
 * @param deadline time within which a checkout is decided
 * @param lossWindow how old a commit may be that a store of the shop loses; 0 if none loses any
 * @param drain for how long a gateway serves after it was told to stop, if probes ask for it
 * @param inFlightMax requests under way at once; more get 503
 * @param idempotencyKeyKept how long the answer to an Idempotency-Key is replayed
 * @param auditLog file for what operators do by hand; null for the program's log alone
 * @param lives transactions whose steps a node of a cluster keeps, of each kind; 0 for none
 * @param traces where traces go, null if none are made
 * @param trials options that are only for measuring and for breaking it
 */
public record Configuration(
    String host,
    int port,
    String adminHost,
    int adminPort,
    AccessChoice access,
    Path data,
    StoreChoice store,
    @Nullable ClusterConfig membership,
    int shards,
    int lanes,
    Protocol protocol,
    StepOrder sagaSteps,
    Duration deadline,
    Duration lossWindow,
    Duration drain,
    int inFlightMax,
    Duration idempotencyKeyKept,
    @Nullable Path auditLog,
    int lives,
    @Nullable Traces traces,
    TestHooks trials) {

  /** Above it a shard would hold next to nothing, and every start would look at each. */
  private static final int SHARDS_MAX = 4_096;

  /** Longer than any load balancer takes to notice. */
  private static final Duration DRAIN_MAX = Duration.ofMinutes(10);

  /** Outcomes are kept for as long as that. */
  private static final Duration LOSS_WINDOW_MAX = Duration.ofMinutes(10);

  public Configuration {
    if (membership == null || membership.isGateway()) {
      access.check("--host", host);
    }
    access.check("--admin-host", adminHost);
    checkPort("--port", port);
    checkPort("--admin-port", adminPort);
    check(shards >= 1 && shards <= SHARDS_MAX, "--shards is 1 to " + SHARDS_MAX, shards);
    if (membership != null) {
      membership.check(store);
    }
    check(lanes >= 1 && lanes <= shards, "--lanes is 1 to the number of shards", lanes);
    check(inFlightMax >= 1 && inFlightMax <= 1_000_000, "--in-flight is 1 to 1000000", inFlightMax);
    check(lives >= 0 && lives <= 1_000_000, "--lives is 0 to 1000000", lives);
    check(
        !deadline.isNegative()
            && !deadline.isZero()
            && deadline.compareTo(Duration.ofMinutes(1)) <= 0,
        "--deadline is up to 1m",
        deadline);
    check(
        !lossWindow.isNegative() && lossWindow.compareTo(LOSS_WINDOW_MAX) <= 0,
        "--loss-window is 0s to 10m",
        lossWindow);
    check(!drain.isNegative() && drain.compareTo(DRAIN_MAX) <= 0, "--drain is 0s to 10m", drain);
    check(
        !idempotencyKeyKept.isNegative() && !idempotencyKeyKept.isZero(),
        "--idempotency-key-kept is above 0s",
        idempotencyKeyKept);
  }

  /**
   * Transactions whose steps are kept. None in a shop of one process: they begin and end within one
   * commit, and its highest rate would pay for looking at each.
   */
  public int livesKept() {
    return membership == null ? 0 : lives;
  }

  /**
   * Traces by OpenTelemetry.
   *
   * @param endpoint of the collector
   * @param ratio of requests that are traced, 0 to 1
   */
  public record Traces(URI endpoint, double ratio) {
    public Traces {
      boolean web = "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
      check(
          web && endpoint.getHost() != null,
          "--otlp-endpoint is an address like http://127.0.0.1:4318",
          endpoint);
      check(ratio >= 0 && ratio <= 1, "--trace-ratio is 0 to 1", ratio);
    }

    public TracingSettings settings(String node) {
      return new TracingSettings(endpoint, ratio, node);
    }
  }

  /**
   * Options that are not for production.
   *
   * @param noopRoute whether {@code POST /noop} answers, to measure against
   * @param noFusion whether each message of a checkout is sent and committed by itself
   * @param messageDelay up to which each message is delayed at random
   * @param haltAt where the process dies, see {@link Failpoint}; null for nowhere
   */
  public record TestHooks(
      boolean noopRoute, boolean noFusion, Duration messageDelay, @Nullable String haltAt) {
    public TestHooks {
      check(!messageDelay.isNegative(), "--message-delay is not negative", messageDelay);
      if (haltAt != null) {
        Failpoint.parse(haltAt);
      }
    }

    public boolean fusion() {
      return !noFusion && messageDelay.isZero();
    }
  }

  private static void checkPort(String option, int port) {
    check(port >= 0 && port <= 65_535, option + " is 0 to 65535", port);
  }

  private static void check(boolean holds, String rule, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(rule + ", not " + value);
    }
  }
}
