package tercet.runtime.cluster;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the clock for all links of a {@link PeerWire}. A timer of its own for each batch would
 * cost a third of what sending the batch costs.
 *
 * <p>Time counts only as far as this process was running: between two looks at most twice what it
 * should be. If a busy machine or a pause keeps this process from looking, it has also kept it from
 * reading the answers, and the peers are not to blame.
 */
public final class Watchdog {
  private static final System.Logger LOG = System.getLogger(Watchdog.class.getName());
  private static final long POLL_EVERY_NANOS = Duration.ofMillis(20).toNanos();

  /** Between two looks, what is more is not held against the peers. */
  private static final long COUNTED_NANOS_MAX = 2 * POLL_EVERY_NANOS;

  /** What an operator should know of. */
  private static final long STALL_NANOS = Duration.ofSeconds(1).toNanos();

  private final Set<TimeLimit> limits = ConcurrentHashMap.newKeySet();
  private volatile @Nullable Thread watcher;

  /** One that is watched until it is removed. */
  public synchronized TimeLimit add() {
    TimeLimit limit = new TimeLimit();
    limits.add(limit);
    if (watcher == null) {
      Thread started = Thread.ofVirtual().name("time-limits").unstarted(this::watch);
      watcher = started;
      started.start();
    }
    return limit;
  }

  public synchronized void remove(TimeLimit limit) {
    limits.remove(limit);
    if (limits.isEmpty()) {
      watcher = null;
    }
  }

  private void watch() {
    long before = System.nanoTime();
    while (Thread.currentThread().equals(watcher)) {
      LockSupport.parkNanos(this, POLL_EVERY_NANOS);
      long now = System.nanoTime();
      long passed = now - before;
      before = now;
      limits.forEach(limit -> limit.pass(Math.min(passed, COUNTED_NANOS_MAX)));
      if (passed >= STALL_NANOS) {
        LOG.log(
            System.Logger.Level.WARNING,
            "This process stood still for {0} ms: the machine is too busy, or it was paused. No"
                + " other node is suspected for that time.",
            passed / 1_000_000);
      }
    }
  }
}
