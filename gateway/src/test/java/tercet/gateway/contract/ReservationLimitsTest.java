package tercet.gateway.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReservationLimitsTest {
  private static final Duration HOUR = Duration.ofHours(1);

  /** Each of a user's orders is in the record that each of the user's purchases writes. */
  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, 0, 1_001, Integer.MAX_VALUE})
  void userHasFrom1To1000ReservedOrders(int orders) {
    assertThrows(IllegalArgumentException.class, () -> new ReservationLimits(HOUR, orders));
    assertEquals(1, new ReservationLimits(HOUR, 1).ordersPerUser());
    assertEquals(1_000, new ReservationLimits(HOUR, 1_000).ordersPerUser());
  }

  @Test
  void reservationLastsFromASecondToADay() {
    for (Duration wrong : new Duration[] {Duration.ZERO, Duration.ofDays(1).plusSeconds(1)}) {
      assertThrows(IllegalArgumentException.class, () -> new ReservationLimits(wrong, 1));
    }
    assertEquals(Duration.ofDays(2), new ReservationLimits(Duration.ofDays(1), 1).longestInAll());
  }
}
