package tercet.app;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import tercet.runtime.store.StoreUnavailableException;

/** Waits at a start for a store that does not answer now, as a running node does. */
final class Patience {
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Duration EVERY = Duration.ofMillis(100);

  private Patience() {}

  /** The same, for what has no answer. */
  static void repeat(Runnable ask) {
    await(() -> {
      ask.run();
      return ask;
    });
  }

  /**
   * Asks a store until it answers.
   *
   * @throws StoreUnavailableException if it has not for half a minute
   */
  static <T> T await(Supplier<T> ask) {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (true) {
      try {
        return ask.get();
      } catch (StoreUnavailableException e) {
        if (System.nanoTime() - end > 0) {
          throw e;
        }
        LockSupport.parkNanos(EVERY.toNanos());
      }
    }
  }
}
