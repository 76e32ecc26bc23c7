package tercet.testing.contract;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what must become true. */
public final class Await {
  private static final long POLL_AGAIN_AFTER_NANOS = 1_000_000;

  private Await() {}

  /** Returns as soon as it is true, with the time that it took, and fails if it takes too long. */
  public static Duration until(String what, Duration within, BooleanSupplier isTrue) {
    long start = System.nanoTime();
    while (!isTrue.getAsBoolean()) {
      if (System.nanoTime() - start > within.toNanos()) {
        throw new AssertionError("not within " + within + ": " + what);
      }
      LockSupport.parkNanos(POLL_AGAIN_AFTER_NANOS);
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
