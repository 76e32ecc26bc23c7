package tercet.runtime.request;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tercet.kernel.command.Answer;

/**
 * One thread that waits for one answer. It parks without a time of its own, because a virtual
 * thread that does is entered into a timer and taken out again; somebody else looks at the clock
 * for all.
 */
final class Waiting {
  private final Thread thread;
  private final long giveUpAt;
  private final long resendAfterNanos;
  private volatile long wakeAt;
  private volatile @Nullable Answer answer;

  Waiting(Thread thread, RequestSettings settings) {
    this.thread = thread;
    long now = System.nanoTime();
    this.giveUpAt = now + settings.timeout().toNanos();
    this.resendAfterNanos = settings.resendAfter().toNanos();
    this.wakeAt = Math.min(now + resendAfterNanos, giveUpAt);
  }

  void complete(Answer arrived) {
    answer = arrived;
    LockSupport.unpark(thread);
  }

  void wakeIfDue(long now) {
    if (now - wakeAt >= 0) {
      LockSupport.unpark(thread);
    }
  }

  /**
   * @return null if it is time to send again
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
      if (now - wakeAt >= 0) {
        wakeAt = Math.min(now + resendAfterNanos, giveUpAt);
        return null;
      }
      LockSupport.park(this);
    }
  }
}
