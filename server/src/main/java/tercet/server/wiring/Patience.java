package tercet.server.wiring;

import java.sql.SQLException;
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
   * @throws RuntimeException what it has thrown, if it has not answered for half a minute or never
   *     will
   */
  static <T> T await(Supplier<T> ask) {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (true) {
      try {
        return ask.get();
      } catch (RuntimeException e) {
        if (!isAway(e) || System.nanoTime() - end > 0) {
          throw e;
        }
        LockSupport.parkNanos(EVERY.toNanos());
      }
    }
  }

  /** No server can be reached, or none of several is the primary yet (SQLSTATE class 08). */
  private static boolean isAway(RuntimeException e) {
    return e instanceof StoreUnavailableException
        || (e.getCause() instanceof SQLException cause
            && String.valueOf(cause.getSQLState()).startsWith("08"));
  }
}
