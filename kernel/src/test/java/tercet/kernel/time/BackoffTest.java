package tercet.kernel.time;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class BackoffTest {
  @Test
  void pausesDoubleUpToTheLongest() {
    long[] pauses = {10, 20, 40, 80, 100, 100};
    for (int tries = 1; tries <= pauses.length; tries++) {
      assertEquals(pauses[tries - 1], Backoff.pause(10, 100, tries));
    }
  }

  @Test
  void firstPauseMayBeTheLongest() {
    assertEquals(5, Backoff.pause(10, 5, 1));
  }

  @Test
  void manyTriesDoNotOverflow() {
    for (int tries : new int[] {60, 61, 62, 63, 64, 65, 128, Integer.MAX_VALUE}) {
      assertEquals(Long.MAX_VALUE / 2, Backoff.pause(100, Long.MAX_VALUE / 2, tries));
    }
    assertEquals(1L << 61, Backoff.pause(1, Long.MAX_VALUE, 62));
  }
}
