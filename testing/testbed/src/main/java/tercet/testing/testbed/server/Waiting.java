package tercet.testing.testbed.server;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what must become true. */
final class Waiting {
  private static final Duration POLL_EVERY = Duration.ofMillis(50);

  private Waiting() {}

  static void until(String what, Duration patience, BooleanSupplier isTrue) {
    long end = System.nanoTime() + patience.toNanos();
    while (!isTrue.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new ServerFailedException("not within " + patience + ": " + what);
      }
      LockSupport.parkNanos(POLL_EVERY.toNanos());
    }
  }
}
