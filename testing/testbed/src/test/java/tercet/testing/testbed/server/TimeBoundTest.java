package tercet.testing.testbed.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class TimeBoundTest {
  private static final Duration BOUND = Duration.ofSeconds(2);

  @Test
  void boundStaysWhereOnlyTheTestItselfRuns() {
    assertEquals(BOUND, TimeBound.stretched(BOUND, -1));
    assertEquals(BOUND, TimeBound.stretched(BOUND, 0.1));
    assertEquals(BOUND, TimeBound.stretched(BOUND, 3));
  }

  @Test
  void boundGrowsWithWhatOthersRun() {
    assertEquals(BOUND.multipliedBy(2), TimeBound.stretched(BOUND, 4));
    assertEquals(BOUND.multipliedBy(11), TimeBound.stretched(BOUND, 13));
  }
}
