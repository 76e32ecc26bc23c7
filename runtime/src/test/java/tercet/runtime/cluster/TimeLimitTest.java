package tercet.runtime.cluster;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Time that passes while this process does not run does not count against a peer. */
@Timeout(60)
final class TimeLimitTest {
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  private final TimeLimit limit = new TimeLimit();

  @Test
  void timeIsUpWhenSoMuchHasPassed() {
    limit.begin(Duration.ofMillis(100));
    limit.pass(20 * MILLI); // the look that began before it
    limit.pass(60 * MILLI);
    limit.pass(39 * MILLI);
    assertFalse(Thread.currentThread().isInterrupted());
    limit.pass(MILLI);
    assertTrue(Thread.currentThread().isInterrupted());
    assertTrue(limit.end());
    assertFalse(Thread.currentThread().isInterrupted());
  }

  @Test
  void nothingIsInterruptedThatIsDone() {
    limit.begin(Duration.ofMillis(1));
    assertFalse(limit.end());
    limit.pass(MILLI);
    limit.pass(MILLI);
    assertFalse(Thread.currentThread().isInterrupted());
  }

  @Test
  void limitEndsAWaitByItself() {
    Watchdog limits = new Watchdog();
    TimeLimit watched = limits.add();
    watched.begin(Duration.ofMillis(50));
    while (!Thread.currentThread().isInterrupted()) {
      LockSupport.park(this);
    }
    assertTrue(watched.end());
    limits.remove(watched);
  }
}
