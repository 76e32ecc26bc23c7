package tercet.runtime.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class TickerTest {
  private static final Duration SHORT = Duration.ofNanos(1_000);
  private static final Duration NEVER = Duration.ofDays(1);

  @Test
  void taskRunsAgainAndAgainAlsoAfterItFailed() throws InterruptedException {
    CountDownLatch runs = new CountDownLatch(3);
    try (Ticker ticker =
        new Ticker(
            "test",
            SHORT,
            () -> {
              runs.countDown();
              throw new IllegalStateException("a bug");
            })) {
      ticker.start();
      runs.await();
    }
  }

  @Test
  void closeWaitsForTheRunThatIsUnderWay() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    AtomicBoolean ended = new AtomicBoolean();
    Ticker ticker =
        new Ticker(
            "test",
            SHORT,
            () -> {
              begun.countDown();
              await(mayEnd);
              ended.set(true);
            });
    ticker.start();
    begun.await();
    ticker.stop();
    assertTrue(ticker.isStopped());
    assertFalse(ended.get(), "stop does not wait");
    mayEnd.countDown();
    ticker.close();
    assertTrue(ended.get());
  }

  @Test
  void closeEndsALongPauseAtOnceAndTheTaskDoesNotRun() {
    AtomicInteger runs = new AtomicInteger();
    Ticker ticker = new Ticker("test", NEVER, runs::incrementAndGet);
    ticker.start();
    ticker.close();
    assertEquals(0, runs.get());
  }

  @Test
  void tickerThatWasNeverStartedCanBeClosed() {
    new Ticker("test", NEVER, () -> {}).close();
  }

  @Test
  void taskMayCloseItsOwnTicker() throws InterruptedException {
    AtomicReference<Ticker> self = new AtomicReference<>();
    CountDownLatch closed = new CountDownLatch(1);
    AtomicInteger runs = new AtomicInteger();
    Ticker ticker =
        new Ticker(
            "test",
            SHORT,
            () -> {
              runs.incrementAndGet();
              self.get().close();
              closed.countDown();
            });
    self.set(ticker);
    ticker.start();
    closed.await();
    ticker.close();
    assertEquals(1, runs.get());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
