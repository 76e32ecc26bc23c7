package tercet.testing.testbed.server;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Waits until a condition becomes true. The pauses between two looks grow from 1 to 8 ms. */
public final class Await {
  private static final long PAUSE_NANOS_MIN = 1_000_000;
  private static final long PAUSE_NANOS_MAX = 8_000_000;

  /** Enough for every step within one process, also on a busy machine. */
  private static final Duration USUALLY = Duration.ofSeconds(20);

  private Await() {}

  /**
   * Returns as soon as it is true.
   *
   * @return the time that it took
   * @throws AssertionError if it takes too long
   */
  public static Duration until(String what, Duration within, BooleanSupplier isTrue) {
    return until(() -> "not within " + within + ": " + what, within, isTrue);
  }

  /** The same with a limit of 20 s. */
  public static Duration until(String what, BooleanSupplier isTrue) {
    return until(what, USUALLY, isTrue);
  }

  /**
   * The same with another report.
   *
   * @param report is asked for the message of the error
   */
  public static Duration until(
      Supplier<@Nullable String> report, Duration within, BooleanSupplier isTrue) {
    long start = System.nanoTime();
    if (!holds(within, () -> true, isTrue)) {
      throw new AssertionError(report.get());
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /**
   * Whether it becomes true in time.
   *
   * @param possible whether to go on waiting, such as the life of a process
   */
  public static boolean holds(Duration within, BooleanSupplier possible, BooleanSupplier isTrue) {
    long start = System.nanoTime();
    long pause = PAUSE_NANOS_MIN;
    while (!isTrue.getAsBoolean()) {
      if (!possible.getAsBoolean() || System.nanoTime() - start > within.toNanos()) {
        return false;
      }
      LockSupport.parkNanos(pause);
      pause = Math.min(2 * pause, PAUSE_NANOS_MAX);
    }
    return true;
  }
}
