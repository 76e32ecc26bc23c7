package tercet.server.wiring;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import tercet.runtime.store.StoreUnavailableException;
import tercet.store.redis.RedisRefusedException;

/** Waits at a start for a store that does not answer now, as a running node does. */
final class Patience {
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Duration EVERY = Duration.ofMillis(100);

  private Patience() {}

  /** The same for a call without a result. */
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

  /**
   * No server can be reached, none of several is the primary yet, or the connection broke (SQLSTATE
   * class 08), or the server starts or stops (57P).
   */
  private static boolean isAway(RuntimeException e) {
    if (e instanceof StoreUnavailableException) {
      return true;
    }
    if (e instanceof RedisRefusedException refused) {
      return refused.isAway();
    }
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException failure
          && String.valueOf(failure.getSQLState()).matches("08.*|57P.*")) {
        return true;
      }
    }
    return false;
  }
}
