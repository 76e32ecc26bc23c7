package tercet.runtime.cluster;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tercet.runtime.time.Ticker;

/**
 * Looks at the clock for all links of a {@link PeerWire}. A timer of its own for each batch would
 * cost a third of what sending the batch costs.
 *
 * <p>Time counts only as far as this process was running: between two looks at most twice the pause
 * counts. If a busy machine or a pause keeps this process from looking, it has also kept it from
 * reading the answers, and the peers are not to blame.
 */
public final class Watchdog {
  private static final System.Logger LOG = System.getLogger(Watchdog.class.getName());
  private static final Duration POLL_EVERY = Duration.ofMillis(20);

  /** The longest time between two looks that counts against peers. */
  private static final long COUNTED_NANOS_MAX = 2 * POLL_EVERY.toNanos();

  /** The shortest pause that is logged. */
  private static final long STALL_NANOS = Duration.ofSeconds(1).toNanos();

  private final Set<TimeLimit> limits = ConcurrentHashMap.newKeySet();
  private @Nullable Ticker ticker;

  /** A limit that is watched until it is removed. */
  public synchronized TimeLimit add() {
    TimeLimit limit = new TimeLimit();
    limits.add(limit);
    if (ticker == null) {
      ticker = new Ticker("time-limits", POLL_EVERY, new Look());
      ticker.start();
    }
    return limit;
  }

  public synchronized void remove(TimeLimit limit) {
    limits.remove(limit);
    if (limits.isEmpty() && ticker != null) {
      ticker.stop();
      ticker = null;
    }
  }

  /** At the clock, again and again. */
  private final class Look implements Runnable {
    private long before = System.nanoTime();

    @Override
    public void run() {
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
