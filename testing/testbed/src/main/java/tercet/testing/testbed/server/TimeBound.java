package tercet.testing.testbed.server;

import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.time.Duration;

/** Bounds of time that hold on a quiet machine, and longer ones while others use the machine. */
public final class TimeBound {
  /** Runnable threads for each processor that a test and its processes have by themselves. */
  private static final double OWN_LOAD = 3;

  private TimeBound() {}

  /**
   * Stretches a bound for this machine now: the same, unless more threads than the test's own want
   * to run.
   *
   * @param bound on a quiet machine
   */
  public static Duration of(Duration bound) {
    OperatingSystemMXBean machine = ManagementFactory.getOperatingSystemMXBean();
    return stretched(bound, machine.getSystemLoadAverage() / machine.getAvailableProcessors());
  }

  /**
   * The same for a given load.
   *
   * @param loadPerProcessor runnable threads, on average over a minute; negative if unknown
   */
  static Duration stretched(Duration bound, double loadPerProcessor) {
    double factor = Math.max(1, loadPerProcessor - OWN_LOAD + 1);
    return Duration.ofNanos(Math.round(bound.toNanos() * factor));
  }
}
