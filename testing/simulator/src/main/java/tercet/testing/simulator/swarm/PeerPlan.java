package tercet.testing.simulator.swarm;

import java.time.Duration;
import tercet.kernel.transaction.TransactionSettings;
import tercet.runtime.cluster.PeerSettings;
import tercet.runtime.request.RequestSettings;

/**
 * How servers send to each other.
 *
 * @param queues whether by the queues of production, batch after batch, with suspicion; else each
 *     message travels by itself
 * @param settings of the queues
 */
public record PeerPlan(boolean queues, PeerSettings settings) {
  private static final int QUEUE_MAX = 1_024;
  private static final int SCARCE = 100;
  private static final int BATCH_USUAL = 64;

  /** A decision sends fewer messages to one peer. With less room its last one would never go. */
  private static final int QUEUE_MIN = 8;

  static PeerPlan draw(Draw draw, Links links) {
    boolean queues = draw.chance(0.3);
    int queueMax = draw.chance(0.8) ? QUEUE_MAX : draw.oneOf(QUEUE_MIN, 16, 32);
    int batchMax = draw.oneOf(1, 4, BATCH_USUAL);
    Duration answerMin = draw.millis(20, 500).plusMillis(2L * links.latencyMillisMax());
    Duration answerMax = answerMin.multipliedBy(draw.oneOf(1, 4));
    Duration probeAfter = draw.millis(50, 500);
    Duration probeIdleAfter = probeAfter.multipliedBy(draw.oneOf(1, 10));
    Duration retryMin = draw.millis(10, 100);
    Duration retryMax = retryMin.multipliedBy(draw.oneOf(1, 4, 10));
    return new PeerPlan(
        queues,
        new PeerSettings(
            queueMax,
            batchMax,
            PeerSettings.DEFAULTS.waitMax(),
            answerMin,
            answerMax,
            probeAfter,
            probeIdleAfter,
            retryMin,
            retryMax,
            Duration.ofMillis(1),
            Duration.ofMillis(draw.oneOf(1, 64)),
            Duration.ofSeconds(1)));
  }

  /**
   * The same, or for a crowd one with whole batches: it repeats more than single messages take.
   * Envelopes wait for half of their life.
   */
  PeerPlan serving(
      WorkloadPlan workload, TransactionSettings transactions, RequestSettings requests) {
    Duration one = transactions.messageLifetime();
    Duration other = requests.messageLifetime();
    Duration waitMax = (one.compareTo(other) < 0 ? one : other).dividedBy(2);
    if (!workload.crowd()) {
      return new PeerPlan(queues, settings.withWaitMax(waitMax));
    }
    PeerSettings whole =
        new PeerSettings(
            QUEUE_MAX,
            BATCH_USUAL,
            waitMax,
            settings.answerMin(),
            settings.answerMax(),
            settings.probeAfter(),
            settings.probeIdleAfter(),
            settings.retryMin(),
            settings.retryMax(),
            settings.pauseMin(),
            settings.pauseMax(),
            settings.clockSkewMax());
    return new PeerPlan(queues, whole);
  }

  /** Whether a queue may be full, or be emptied too slowly, although nothing goes wrong. */
  public boolean isScarce() {
    return queues && (settings.queueMax() < SCARCE || settings.batchMax() < BATCH_USUAL);
  }
}
