package tercet.runtime.request;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tercet.kernel.command.Answer;
import tercet.kernel.time.Backoff;

/**
 * One thread that waits for one answer. It parks without a time of its own, because a virtual
 * thread that does is entered into a timer and taken out again; one other thread looks at the clock
 * for all.
 */
final class PendingRequest {
  private static final long BUSY_NANOS_FIRST = 2_000_000;
  private static final long BUSY_NANOS_MAX = 64_000_000;

  private final Thread thread;
  private final long giveUpAt;
  private final long resendAfterNanos;
  private volatile long wakeAt;
  private volatile @Nullable Answer answer;
  private volatile boolean busy;
  private int busyCount;

  /**
   * @param timeout after which it gives up
   * @param resendAfter after which the request is sent again
   */
  PendingRequest(Thread thread, Duration timeout, Duration resendAfter) {
    this.thread = thread;
    long now = System.nanoTime();
    this.giveUpAt = now + timeout.toNanos();
    this.resendAfterNanos = resendAfter.toNanos();
    this.wakeAt = Math.min(now + resendAfterNanos, giveUpAt);
  }

  void complete(Answer arrived) {
    if (arrived instanceof Answer.Busy) {
      busy = true;
    } else {
      answer = arrived;
    }
    LockSupport.unpark(thread);
  }

  void wakeIfDue(long now) {
    if (now - wakeAt >= 0) {
      LockSupport.unpark(thread);
    }
  }

  /**
   * @return null if it is time to send again; soon if the shard was busy, but each time less soon
   * @throws NoAnswerException if it is time to give up, or the thread was interrupted
   */
  @Nullable Answer await() throws NoAnswerException {
    while (true) {
      Answer arrived = answer;
      if (arrived != null) {
        return arrived;
      }
      long now = System.nanoTime();
      if (now - giveUpAt >= 0 || Thread.currentThread().isInterrupted()) {
        throw new NoAnswerException();
      }
      if (busy) {
        busy = false;
        long pause = Backoff.pause(BUSY_NANOS_FIRST, BUSY_NANOS_MAX, ++busyCount);
        wakeAt = Math.min(now + pause, giveUpAt);
      }
      if (now - wakeAt >= 0) {
        wakeAt = Math.min(now + resendAfterNanos, giveUpAt);
        return null;
      }
      LockSupport.park(this);
    }
  }
}
