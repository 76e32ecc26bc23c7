package tercet.runtime.cluster;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the clock for all links of a {@link Wire}. A timer of its own for each batch would cost
 * a third of what sending the batch costs.
 */
public final class TimeLimits {
  private static final long LOOK_EVERY_NANOS = Duration.ofMillis(20).toNanos();

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
    while (Thread.currentThread().equals(watcher)) {
      LockSupport.parkNanos(this, LOOK_EVERY_NANOS);
      long now = System.nanoTime();
      limits.forEach(limit -> limit.check(now));
    }
  }
}
