package tercet.testing.simulator.swarm;

import java.time.Duration;
import java.util.Map;

/**
 * The confirmed commits that a store may lose, because it replicates asynchronously.
 *
 * @param millisMax how old a commit may be that is lost; 0 if none is
 */
public record StoreLosses(int millisMax) {
  /** A share of the seeds that may draw failovers. Of those that lose not all can be checked. */
  private static final double FAILOVERS = 0.3;

  private static final double LOSING = 0.7;

  /** Only shared stores fail over; where clocks are wrong nothing is known of ages. */
  static StoreLosses draw(Draw draw, Deployment deployment, Map<Fault, Double> rates) {
    boolean failsOver =
        draw.chance(FAILOVERS)
            && deployment.sharedStore()
            && !rates.containsKey(Fault.CLOCK_BEYOND_SKEW);
    boolean loses = draw.chance(LOSING) && failsOver;
    int millis = draw.log(10, 3_000);
    if (!failsOver) {
      rates.remove(Fault.FAILOVER);
    }
    if (!loses) {
      rates.remove(Fault.RESTORED_BACKUP);
    }
    boolean any = rates.containsKey(Fault.FAILOVER) || rates.containsKey(Fault.RESTORED_BACKUP);
    return new StoreLosses(loses && any ? millis : 0);
  }

  /** Whether anything may be lost. */
  public boolean any() {
    return millisMax > 0;
  }

  /**
   * How old a commit may be that is lost, by the clock that it was decided with.
   *
   * @param graceMillis how long a decision may take to become durable
   */
  Duration window(long graceMillis) {
    return Duration.ofMillis(millisMax + graceMillis);
  }

  /** How much longer than without losses it takes until nothing is open, in milliseconds. */
  public long restMillis(long graceMillis) {
    return any() ? 16 * window(graceMillis).toMillis() : 0;
  }
}
