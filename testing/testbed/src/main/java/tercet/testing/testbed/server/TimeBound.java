package tercet.testing.testbed.server;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Bounds of time that hold on a quiet machine, and longer ones on a slower machine and while others
 * use it.
 */
public final class TimeBound {
  /** Runnable threads for each processor that a test and its processes have by themselves. */
  private static final double OWN_LOAD = 3;

  /** The time of {@link #spin} on the machine whose figures the bounds are from. */
  private static final double SPIN_NANOS = 1_300_000;

  private static final int SPINS = 100;
  private static final int SPIN_STEPS = 500_000;
  private static final double SLOWNESS = spin() / SPIN_NANOS;
  private static final Cpu CPU_BEFORE = Cpu.now();

  /** Ticks of all processors since the machine was started, and those that its host has taken. */
  private record Cpu(long all, long stolen) {
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    /** Its place in the line of all processors; those after it are parts of others. */
    private static final int STOLEN = 7;

    static Cpu now() {
      try {
        List<Long> ticks =
            NUMBER
                .matcher(Files.readAllLines(Path.of("/proc/stat")).getFirst())
                .results()
                .map(number -> Long.parseLong(number.group()))
                .toList();
        return new Cpu(
            ticks.stream().limit(STOLEN + 1L).mapToLong(Long::longValue).sum(), ticks.get(STOLEN));
      } catch (IOException | RuntimeException unknown) {
        return new Cpu(0, 0);
      }
    }

    /** The part that the host has taken since. */
    double stolenSince(Cpu before) {
      return all > before.all ? (double) (stolen - before.stolen) / (all - before.all) : 0;
    }
  }

  private TimeBound() {}

  /**
   * Stretches a bound for this machine now: the same, unless more threads than the test's own want
   * to run, its processor is slower, or its host has given it less of one since the first bound.
   *
   * @param bound on a quiet machine
   */
  public static Duration of(Duration bound) {
    OperatingSystemMXBean machine = ManagementFactory.getOperatingSystemMXBean();
    return stretched(
        bound,
        machine.getSystemLoadAverage() / machine.getAvailableProcessors(),
        SLOWNESS,
        Cpu.now().stolenSince(CPU_BEFORE));
  }

  /** The shortest time of some work for one processor, in nanoseconds. */
  private static double spin() {
    long shortest = Long.MAX_VALUE;
    long sum = 0;
    for (int run = 0; run < SPINS; run++) {
      long start = System.nanoTime();
      long state = run + 1L;
      for (int step = 0; step < SPIN_STEPS; step++) {
        state ^= state << 13;
        state ^= state >>> 7;
        state ^= state << 17;
      }
      sum += state;
      shortest = Math.min(shortest, System.nanoTime() - start);
    }
    return sum == 0 ? shortest + 1 : shortest; // so that the work is not left out
  }

  /**
   * The same for a given machine.
   *
   * @param loadPerProcessor runnable threads, on average over a minute; negative if unknown
   * @param slowness how many times as long as usual it needs for the same work
   * @param stolen part of its processors' time that its host has taken, from 0 to 1
   */
  static Duration stretched(
      Duration bound, double loadPerProcessor, double slowness, double stolen) {
    double load = Math.max(1, loadPerProcessor - OWN_LOAD + 1);
    double factor = load * Math.max(1, slowness) / (1 - Math.min(stolen, 0.9));
    return Duration.ofNanos(Math.round(bound.toNanos() * factor));
  }
}
