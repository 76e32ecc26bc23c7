package tercet.transport.http;

import java.time.Duration;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Interrupts the thread that began it when the time is up. A virtual thread that is interrupted
 * while it waits for a socket closes the socket; there is no other way to bound a write, which
 * waits for as long as a peer hangs.
 */
final class TimeLimit implements AutoCloseable {
  private final Thread thread = Thread.currentThread();
  private final Future<?> alarm;
  private boolean closed;
  private boolean over;

  private TimeLimit(Duration limit) {
    alarm = ForkJoinPool.commonPool().schedule(this::end, limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  static TimeLimit start(Duration limit) {
    return new TimeLimit(limit);
  }

  /** The time is up now. */
  synchronized void end() {
    if (!closed && !over) {
      over = true;
      thread.interrupt();
    }
  }

  synchronized boolean isOver() {
    return over;
  }

  /** What was to be done in time is done, or has failed. */
  @Override
  public synchronized void close() {
    closed = true;
    alarm.cancel(false);
    if (over) {
      Thread.interrupted(); // so that what comes next is not interrupted
    }
  }
}
