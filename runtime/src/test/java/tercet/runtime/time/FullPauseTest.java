package tercet.runtime.time;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class FullPauseTest {
  @Test
  void permitOfAnEarlierWaitDoesNotEndIt() {
    LockSupport.unpark(Thread.currentThread());
    long start = System.nanoTime();
    FullPause.of(Duration.ofMillis(50));
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertTrue(took.toMillis() >= 50, took::toString);
  }

  @Test
  void interruptedThreadGoesOnAtOnce() {
    Thread.currentThread().interrupt();
    FullPause.of(Duration.ofDays(1));
    assertTrue(Thread.interrupted());
  }
}
