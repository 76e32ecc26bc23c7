package tercet.transport.kafka;

import java.util.concurrent.locks.LockSupport;

/**
 * A thread that repeats an action until it is closed, also after a failure. A platform thread,
 * because Kafka's consumers wait in a way that would keep a carrier of virtual threads.
 */
final class Loop implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Loop.class.getName());
  private static final long PAUSE_NANOS = 100_000_000;

  private final Thread thread;
  private final Runnable turn;
  private final Runnable last;
  private volatile boolean closed;

  /**
   * Not started.
   *
   * @param turn takes a fraction of a second
   * @param last is done at the end, on the same thread
   */
  Loop(String name, Runnable turn, Runnable last) {
    this.turn = turn;
    this.last = last;
    this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  boolean isClosed() {
    return closed;
  }

  /** Ends a pause of the turn, if it has one. */
  void hurry() {
    LockSupport.unpark(thread);
  }

  private void run() {
    boolean failing = false;
    while (!closed) {
      try {
        turn.run();
        failing = false;
      } catch (RuntimeException why) {
        if (!failing) {
          LOG.log(System.Logger.Level.WARNING, "Reading from Kafka fails; it goes on.", why);
        }
        failing = true;
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
    last.run();
  }

  /** Returns when the last turn is over, and what is done at the end. */
  @Override
  public void close() {
    closed = true;
    if (thread.getState() == Thread.State.NEW) {
      last.run();
      return;
    }
    hurry();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
