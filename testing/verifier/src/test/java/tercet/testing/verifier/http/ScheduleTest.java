package tercet.testing.verifier.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ScheduleTest {
  private static final long START = -5_000;

  @Test
  void closedLoopStartsAtOnce() {
    Schedule schedule = new Schedule(new Pace.ClosedLoop(), START);
    schedule.take();
    assertEquals(0, schedule.nanosUntilNext(77));
    assertEquals(77, schedule.nextStart(77));
  }

  @Test
  void openLoopStartsAtEvenTimesWhateverTheClockSays() {
    Schedule schedule = new Schedule(new Pace.OpenLoop(1_000), START);
    assertEquals(START, schedule.nextStart(START + 999_999_999));
    schedule.take();
    assertEquals(START + 1_000_000, schedule.nextStart(START + 999_999_999));
    assertEquals(1_000_000, schedule.nanosUntilNext(START));
    assertEquals(-1_000_000, schedule.nanosUntilNext(START + 2_000_000));
  }

  @Test
  void errorsOfRoundingDoNotAddUp() {
    Schedule schedule = new Schedule(new Pace.OpenLoop(3), START);
    for (int i = 0; i < 3_000_000; i++) {
      schedule.take();
    }
    assertEquals(START + 1_000_000_000_000_000L, schedule.nextStart(0));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void rateMustBeAboveZero(double perSecond) {
    assertThrows(IllegalArgumentException.class, () -> new Pace.OpenLoop(perSecond));
  }
}
