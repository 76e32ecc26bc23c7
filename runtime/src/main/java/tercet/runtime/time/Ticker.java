package tercet.runtime.time;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs a task again and again on a virtual thread of its own: a pause, the task, a pause, the task.
 * A task that takes longer than the pause delays the next one; two runs never overlap.
 *
 * <p>A task that throws a {@link RuntimeException} has a bug, which is logged once; the next run
 * comes all the same. An {@link Error} ends the ticker.
 */
public final class Ticker implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Ticker.class.getName());

  private final String name;
  private final long pauseNanos;
  private final Runnable task;
  private final Thread thread;
  private volatile boolean stopped;
  private boolean reported;

  /**
   * Does nothing until {@link #start}.
   *
   * @param name of the thread, which the log also names
   * @param pause before each run
   */
  public Ticker(String name, Duration pause, Runnable task) {
    this.name = name;
    this.pauseNanos = pause.toNanos();
    this.task = task;
    this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
  }

  /**
   * Begins with a pause.
   *
   * @throws IllegalThreadStateException if it has been started before
   */
  public void start() {
    thread.start();
  }

  private void run() {
    while (true) {
      LockSupport.parkNanos(this, pauseNanos);
      if (stopped) {
        return;
      }
      try {
        task.run();
      } catch (RuntimeException bug) {
        report(bug);
      }
    }
  }

  private void report(RuntimeException bug) {
    if (!reported) {
      reported = true;
      LOG.log(
          System.Logger.Level.ERROR,
          "A bug: \"" + name + "\" fails. It is tried again and again.",
          bug);
    }
  }

  /** Whether it has been stopped; a long task ends early then. */
  public boolean isStopped() {
    return stopped;
  }

  /** Ends after the run that is under way, without waiting for it. */
  public void stop() {
    stopped = true;
    LockSupport.unpark(thread);
  }

  /**
   * Ends, and returns after the run that is under way. The task itself may call it, too, and does
   * not wait then.
   */
  @Override
  public void close() {
    stop();
    if (Thread.currentThread().equals(thread)) {
      return;
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
