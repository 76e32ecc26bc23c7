package tercet.testing.testbed.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class TimeBoundTest {
  private static final Duration BOUND = Duration.ofSeconds(2);

  @Test
  void boundStaysWhereOnlyTheTestItselfRuns() {
    assertEquals(BOUND, TimeBound.stretched(BOUND, -1, 1, 0));
    assertEquals(BOUND, TimeBound.stretched(BOUND, 0.1, 1, 0));
    assertEquals(BOUND, TimeBound.stretched(BOUND, 3, 1, 0));
  }

  @Test
  void boundGrowsWithWhatOthersRun() {
    assertEquals(BOUND.multipliedBy(2), TimeBound.stretched(BOUND, 4, 1, 0));
    assertEquals(BOUND.multipliedBy(11), TimeBound.stretched(BOUND, 13, 1, 0));
  }

  @Test
  void boundGrowsOnASlowerMachineAndWithWhatTheHostTakes() {
    assertEquals(BOUND, TimeBound.stretched(BOUND, 0.1, 0.5, 0));
    assertEquals(BOUND.multipliedBy(3), TimeBound.stretched(BOUND, 0.1, 3, 0));
    assertEquals(BOUND.multipliedBy(2), TimeBound.stretched(BOUND, 0.1, 1, 0.5));
    assertTrue(TimeBound.of(BOUND).compareTo(BOUND) >= 0);
  }
}
