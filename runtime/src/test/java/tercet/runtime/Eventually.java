package tercet.runtime;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what must become true. */
public final class Eventually {
  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final Duration POLL_AGAIN_AFTER = Duration.ofNanos(200_000);

  private Eventually() {}

  /** Returns as soon as it is true, and fails if that does not happen. */
  public static void until(String what, BooleanSupplier isTrue) {
    long start = System.nanoTime();
    while (!isTrue.getAsBoolean()) {
      if (System.nanoTime() - start > DEADLINE.toNanos()) {
        throw new AssertionError("never happened: " + what);
      }
      LockSupport.parkNanos(POLL_AGAIN_AFTER.toNanos());
    }
  }
}
