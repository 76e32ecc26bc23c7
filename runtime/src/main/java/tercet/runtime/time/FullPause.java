package tercet.runtime.time;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Lets time pass. */
public final class FullPause {
  private FullPause() {}

  /**
   * Returns when a time is over, or when the thread is interrupted, which it stays. A bare {@link
   * LockSupport#parkNanos} may return at once: an earlier wait of the thread can leave a permit.
   */
  public static void of(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    long left = time.toNanos();
    while (left > 0 && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(left);
      left = end - System.nanoTime();
    }
  }
}
