package tercet.server.config;

import java.time.Duration;
import tercet.gateway.GatewaySettings;
import tercet.kernel.transaction.TransactionSettings;
import tercet.runtime.cluster.PeerSettings;
import tercet.runtime.mailbox.LaneSettings;
import tercet.runtime.node.OrphanRecoverySettings;
import tercet.runtime.request.RequestSettings;

/**
 * Turns the user's choices into the settings of each part. Every other number stands here with its
 * reason.
 */
public final class Tuning {
  /**
   * Nothing is under way for longer, unless a machine stood still: in one process messages wait
   * only in mailboxes, between nodes also in a queue of 20,000, which a reachable peer empties
   * within a second; an unreachable peer never gets it.
   */
  private static final Duration MESSAGE_LIFETIME = Duration.ofSeconds(2);

  /** One process has one clock, which may be set back by that much; nodes run NTP or the like. */
  private static final Duration CLOCK_SKEW_MAX = PeerSettings.DEFAULTS.clockSkewMax();

  /**
   * Messages between lanes are lost only by a crash, after which everything wakes at once; between
   * nodes the way there and back takes some commits. On a busy machine that may be a quarter of a
   * second, and messages that are sent again too early make it busier still.
   */
  private static final Duration RESEND_FIRST = Duration.ofMillis(500);

  private static final Duration RESEND_MAX = Duration.ofSeconds(5);

  /**
   * The answers of a commit with an unknown outcome are lost; so are messages to a node that has
   * just died, and its answers. The time is much longer than a busy shop takes to answer, and short
   * enough for some attempts before the deadline.
   */
  private static final Duration RESEND_REQUEST = Duration.ofSeconds(1);

  /**
   * Within three seconds from the death of a node another one must finish its open transactions,
   * whose time comes half a second after it was last looked at. Another second and a quarter is
   * more than a lane with work is late, and a clock wrong. A look costs a query of an index that
   * has hardly any entries. So many at once are three batches of a lane: a node that dies under
   * full load leaves some thousands.
   */
  public static final OrphanRecoverySettings ORPHAN_RECOVERY =
      new OrphanRecoverySettings(Duration.ofMillis(750), Duration.ofMillis(1_250), 1_500);

  /** After the deadline a client still hears of the abort. */
  private static final Duration ANSWER_MARGIN = Duration.ofSeconds(1);

  /** Half a millisecond of work for each hundred: more would make the first of a batch wait. */
  private static final int BATCH_MAX = 500;

  /**
   * Longer than a request can be under way that any node sends when its key becomes free. It does
   * not depend on {@code --deadline}, which is a minute at most and may differ between nodes.
   */
  private static final Duration KEYED_ANSWERS_OUTLIVE_KEYS = Duration.ofMinutes(5);

  private Tuning() {}

  public static TransactionSettings transactions(Configuration configuration) {
    return new TransactionSettings(MESSAGE_LIFETIME, CLOCK_SKEW_MAX, RESEND_FIRST, RESEND_MAX)
        .allowing(configuration.deadline().plus(CLOCK_SKEW_MAX))
        .losing(configuration.lossWindow());
  }

  public static RequestSettings requests(Configuration configuration) {
    Duration timeout = configuration.deadline().plus(ANSWER_MARGIN);
    return new RequestSettings(
        configuration.inFlightMax(),
        timeout,
        configuration.deadline(),
        resendAfter(configuration, timeout),
        MESSAGE_LIFETIME,
        CLOCK_SKEW_MAX,
        configuration.idempotencyKeyKept(),
        KEYED_ANSWERS_OUTLIVE_KEYS);
  }

  private static Duration resendAfter(Configuration configuration, Duration timeout) {
    if (configuration.membership() != null) {
      return RESEND_REQUEST;
    }
    return switch (configuration.store()) {
      case StoreChoice.RocksDb local -> timeout; // nothing is lost, so nothing is sent again
      case StoreChoice.Postgres remote -> RESEND_REQUEST;
      case StoreChoice.Redis remote -> RESEND_REQUEST;
    };
  }

  public static LaneSettings lane(Configuration configuration) {
    // Each request in flight has at most a few messages under way between lanes.
    int mailbox = Math.multiplyExact(configuration.inFlightMax(), 8);
    return new LaneSettings(mailbox, BATCH_MAX, configuration.trials().fusion());
  }

  public static GatewaySettings gateway(Configuration configuration) {
    return new GatewaySettings(
        configuration.host(),
        configuration.port(),
        configuration.adminHost(),
        configuration.adminPort(),
        configuration.trials().noopRoute(),
        GatewaySettings.Limits.DEFAULTS
            .withAnswersWithin(configuration.deadline().plus(ANSWER_MARGIN))
            .withConnectionsPerAddress(configuration.access().connectionsPerAddress()),
        configuration.access().origins(),
        configuration.access().hosts(),
        null,
        configuration.access().reservations());
  }
}
