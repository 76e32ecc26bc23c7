package tercet.testing.verifier.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class SuccessesTest {
  private static final long MILLI = 1_000_000;
  private static final long BEGIN = -5_000 * MILLI; // the clock may be below zero

  private final Successes successes = new Successes();

  SuccessesTest() {
    successes.begin(BEGIN);
  }

  @Test
  void runBeginsOnce() {
    assertFalse(new Successes().hasBegun());
    successes.begin(BEGIN + 1_000 * MILLI);
    sell(995, 1_000);
    assertTrue(successes.hasBegun());
    assertEquals(1 / 0.5, successes.rate(0.8, 1.3), 1e-9);
  }

  @Test
  void longestTimeWithoutSuccessIsBetweenTwoSalesOrAtAnEnd() {
    for (int at = 0; at < 3_000; at += 5) {
      if (at < 1_000 || at >= 1_470) {
        sell(at, at);
      }
    }
    Successes.Gap gap = successes.longestGap(0, 3);
    assertEquals(1, gap.from(), 0.011);
    assertEquals(1.47, gap.to(), 0.011);
    assertEquals(0.2, successes.longestGap(0.5, 1.2).seconds(), 0.011);
    assertEquals(0.27, successes.longestGap(1.2, 2).seconds(), 0.011);
    assertEquals(0, successes.longestGap(2, 3).seconds(), 1e-9);
    assertEquals(1, successes.longestGap(2, 4).seconds(), 0.011);
    assertEquals(500, successes.longestGap(200_000, 200_500).seconds(), 1e-6);
  }

  @Test
  void whoAskedBeforeDoesNotCountAsFirst() {
    sell(900, 1_400);
    sell(1_200, 1_900);
    sell(1_300, 1_600);
    assertEquals(1.6, successes.firstAskedFrom(1), 1e-9);
    assertEquals(1.4, successes.firstAskedFrom(0), 1e-9);
    assertTrue(Double.isNaN(successes.firstAskedFrom(1.5)));
    assertTrue(Double.isNaN(successes.firstAskedFrom(5_000)));
  }

  @Test
  void medianRateDoesNotSeeOneBadMoment() {
    for (int at = 0; at < 5_000; at += 10) {
      if (at < 2_000 || at >= 3_000) {
        sell(at, at);
      }
    }
    assertEquals(100, successes.medianRate(0, 5), 1e-6);
    assertEquals(80, successes.rate(0, 5), 1e-6);
    assertTrue(Double.isNaN(successes.medianRate(0, 0.4)));
  }

  @Test
  void runsOfHoursAreKept() {
    int hours = 3 * 3_600 * 1_000;
    sell(hours - 10, hours);
    assertEquals(hours / 1e3, successes.firstAskedFrom(10), 1e-6);
  }

  private void sell(long startMillis, long endMillis) {
    successes.add(BEGIN + startMillis * MILLI, BEGIN + endMillis * MILLI);
  }
}
