package tercet.server.wiring;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import tercet.runtime.store.StoreUnavailableException;
import tercet.store.redis.RedisRefusedException;

/** Waits at a start for a store that does not answer now, as a running node does. */
final class Patience {
  private static final System.Logger LOG = System.getLogger(Patience.class.getName());
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
    return await(ask, true);
  }

  /**
   * Asks a store until it answers.
   *
   * @param hasSeveralServers false if it has one only: then a server that is not there is a wrong
   *     address more often than an outage, and that is said at once. One that is slow or starts is
   *     awaited all the same
   * @throws RuntimeException as above
   */
  static <T> T await(Supplier<T> ask, boolean hasSeveralServers) {
    long end = System.nanoTime() + LONGEST.toNanos();
    boolean said = false;
    while (true) {
      try {
        return ask.get();
      } catch (RuntimeException e) {
        boolean waits = isAway(e) && (hasSeveralServers || !isNowhere(e));
        if (!waits || System.nanoTime() - end > 0) {
          throw e;
        }
        if (!said) {
          said = true;
          LOG.log(
              System.Logger.Level.WARNING,
              "Trying again for {0} s. {1}",
              LONGEST.toSeconds(),
              e.getMessage());
        }
        LockSupport.parkNanos(EVERY.toNanos());
      }
    }
  }

  /** Nothing listens at the address, or there is no such host. */
  private static boolean isNowhere(Throwable e) {
    return e instanceof ConnectException
        || e instanceof UnknownHostException
        || e instanceof NoRouteToHostException
        || Stream.of(e.getSuppressed()).anyMatch(Patience::isNowhere)
        || (e.getCause() != null && isNowhere(e.getCause()));
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
