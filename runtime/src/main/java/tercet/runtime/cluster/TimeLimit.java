package tercet.runtime.cluster;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Interrupts a thread whose time is up. A virtual thread that is interrupted while it waits for a
 * socket closes the socket; there is no other way to bound a write, which waits for as long as a
 * peer hangs. Comes from {@link Watchdog}.
 */
public final class TimeLimit {
  private @Nullable Thread working;
  private long leftNanos;
  private boolean looked;
  private boolean over;

  TimeLimit() {}

  /** Starts a limit for the calling thread. */
  public synchronized void begin(Duration time) {
    working = Thread.currentThread();
    leftNanos = time.toNanos();
    looked = false;
    over = false;
  }

  /**
   * Ends the limit: the work is done, or has failed.
   *
   * @return true if the time was up
   */
  public synchronized boolean end() {
    working = null;
    if (over) {
      Thread.interrupted(); // so that what comes next is not interrupted
    }
    return over;
  }

  /**
   * Interrupts if the time is up. Time before the first look since the beginning does not count.
   */
  synchronized void pass(long nanos) {
    if (looked) {
      leftNanos -= nanos;
    }
    looked = true;
    if (leftNanos <= 0) {
      interrupt();
    }
  }

  /** The time is up now. */
  public synchronized void interrupt() {
    Thread late = working;
    if (late != null && !over) {
      over = true;
      late.interrupt();
    }
  }
}
