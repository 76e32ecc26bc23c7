package tercet.runtime.mailbox;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import tercet.kernel.decision.Input;
import tercet.kernel.id.ShardId;

/** Drives a lane on a platform thread of its own: a commit blocks only this thread. */
public final class LaneThread implements AutoCloseable {
  /** The longest time without a look at the timers, in case the clock jumps. */
  private static final Duration POLL_AT_LEAST_EVERY = Duration.ofMillis(500);

  /** More are as urgent as all others: then the lane has no lack of company for its commits. */
  private static final int UNHURRIED_MAX = 4_096;

  private final Lane lane;
  private final UnhurriedInputs unhurried = new UnhurriedInputs(UNHURRIED_MAX);
  private final InstantSource clock;
  private final Thread thread;
  private final AtomicLong busyNanos = new AtomicLong();
  private volatile boolean idle;

  /** Whether it sleeps no longer than an input that is not urgent may wait. */
  private volatile boolean wakesSoon;

  private volatile boolean stopping;

  /**
   * @param onFailure hears why the thread has ended, unless it was closed
   */
  public LaneThread(String name, Lane lane, InstantSource clock, Consumer<Throwable> onFailure) {
    this.lane = lane;
    this.clock = clock;
    this.thread =
        Thread.ofPlatform()
            .name(name)
            .unstarted(() -> {
              try {
                run();
              } catch (Throwable failure) {
                onFailure.accept(failure);
              }
            });
  }

  public void start() {
    thread.start();
  }

  /**
   * Puts an input into the mailbox, and wakes the thread if it sleeps. A message that is not urgent
   * may wait some milliseconds for others. Safe for any thread.
   *
   * @return false if the mailbox is full. {@link #dropped} counts a message that waited and found
   *     it full later
   */
  public boolean offer(Input input) {
    if (UnhurriedInputs.mayWait(input)) {
      if (unhurried.offer(input)) {
        if (idle && !wakesSoon) {
          LockSupport.unpark(thread);
        }
        return true;
      }
    }
    boolean taken = lane.offer(input);
    if (idle) {
      LockSupport.unpark(thread);
    }
    return taken;
  }

  /** Whether all inputs that were offered before this call are decided. Safe for any thread. */
  public BooleanSupplier settled() {
    return unhurried.settled(lane::settled);
  }

  /** Wakes records that wait for shards that can be reached again. Safe for any thread. */
  public void returned(Collection<ShardId> shards) {
    lane.returned(shards);
    if (idle) {
      LockSupport.unpark(thread);
    }
  }

  /** Time in which batches were decided, committed and sent, since the start. For any thread. */
  public long busyNanos() {
    return busyNanos.get();
  }

  /**
   * Messages that were taken, waited for others and then found the mailbox full, since the start.
   * For any thread.
   */
  public long dropped() {
    return unhurried.dropped();
  }

  private void run() {
    while (!stopping || !lane.isIdle() || !unhurried.isEmpty()) {
      if (stopping || !lane.isIdle() || unhurried.nanosLeft() <= 0) {
        unhurried.moveTo(lane);
      }
      long start = System.nanoTime();
      if (lane.step()) {
        busyNanos.lazySet(busyNanos.get() + System.nanoTime() - start);
      } else {
        idle = true;
        long left = unhurried.nanosLeft();
        wakesSoon = left != Long.MAX_VALUE;
        if (lane.isIdle() && !stopping && left > 0) {
          LockSupport.parkNanos(this, Math.min(left, nanosToNextWakeup()));
        }
        idle = false;
        wakesSoon = false;
      }
    }
  }

  private long nanosToNextWakeup() {
    Instant next = lane.nextWakeup();
    if (next == null) {
      return POLL_AT_LEAST_EVERY.toNanos();
    }
    Duration left = Duration.between(clock.instant(), next);
    return Math.clamp(left.toNanos(), 1, POLL_AT_LEAST_EVERY.toNanos());
  }

  /**
   * Decides the waiting inputs, unless the store is away, and ends. The next start finds the
   * records that stay open. Safe for any thread, also for the lane's own thread when it reports a
   * failure.
   */
  @Override
  public void close() {
    stopping = true;
    if (Thread.currentThread().equals(thread)) {
      return;
    }
    LockSupport.unpark(thread);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
