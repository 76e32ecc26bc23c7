package tercet.testing.verifier.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ReopeningTest {
  private static final long MILLISECOND = 1_000_000;

  private final Reopening reopening = new Reopening(Duration.ofMillis(5));

  @Test
  void allAreOpenedWhileTheServerWorks() {
    assertEquals(10, reopening.toOpen(0, 10, 0));
    assertEquals(3, reopening.toOpen(0, 3, 7));
  }

  @Test
  void failingServerIsAskedByOneConnectionAfterAPause() {
    reopening.failed(0);
    assertEquals(0, reopening.toOpen(MILLISECOND - 1, 10, 0));
    assertEquals(1, reopening.toOpen(MILLISECOND, 10, 0));
    assertEquals(0, reopening.toOpen(MILLISECOND, 9, 1));
  }

  @Test
  void fewAreOpenedAtOnceWhereManyAreMissing() {
    assertEquals(256, reopening.toOpen(0, 20_000, 0));
    assertEquals(6, reopening.toOpen(0, 20_000, 250));
    assertEquals(0, reopening.toOpen(0, 20_000, 256));
  }

  @Test
  void pausesDoubleUpToTheirMost() {
    long now = 0;
    for (long pauseMillis : new long[] {1, 2, 4, 5, 5}) {
      reopening.failed(now);
      now += pauseMillis * MILLISECOND;
      assertEquals(0, reopening.toOpen(now - 1, 10, 0));
      assertEquals(1, reopening.toOpen(now, 10, 0));
    }
  }

  @Test
  void manyFailuresAtOnceAreOne() {
    for (int i = 0; i < 100; i++) {
      reopening.failed(0);
    }
    assertEquals(1, reopening.toOpen(MILLISECOND, 10, 0));
  }

  @Test
  void oneAnswerIsEnoughToTrustAgain() {
    reopening.failed(0);
    reopening.worked();
    assertEquals(9, reopening.toOpen(0, 9, 1));
  }
}
