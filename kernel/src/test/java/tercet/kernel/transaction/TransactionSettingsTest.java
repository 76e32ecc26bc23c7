package tercet.kernel.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tercet.kernel.id.TransactionId;

final class TransactionSettingsTest {
  private static final Instant NOW = Instant.EPOCH;

  private final TransactionSettings settings =
      new TransactionSettings(
          Duration.ofSeconds(2),
          Duration.ofMillis(500),
          Duration.ofMillis(100),
          Duration.ofSeconds(5));

  @Test
  void everyWaitIsTwiceTheOneBeforeAndAtMostAQuarterMore() {
    for (int transaction = 0; transaction < 100; transaction++) {
      long expected = 100;
      for (int sends = 1; sends <= 6; sends++) {
        assertWithin(expected, wait(transaction, sends));
        expected *= 2;
      }
    }
  }

  @Test
  void waitIsBounded() {
    for (int sends : new int[] {7, 8, 20, 21, 22, 32, 33, 64, 65, 1_000, Integer.MAX_VALUE}) {
      assertWithin(5_000, wait(1, sends));
    }
  }

  @Test
  void transactionsDoNotMoveInStep() {
    Set<Long> waits = new HashSet<>();
    for (int transaction = 0; transaction < 100; transaction++) {
      waits.add(wait(transaction, 1));
    }
    assertTrue(waits.size() > 10, waits::toString);
  }

  @Test
  void waitIsTheSameInEveryRun() {
    assertEquals(wait(7, 3), wait(7, 3));
  }

  @Test
  void messageIsValidForItsLifetimeButNotBeyondTheDeadline() {
    assertEquals(NOW.plusSeconds(2), settings.validUntil(NOW, NOW.plusSeconds(5)));
    assertEquals(NOW.plusSeconds(2), settings.validUntil(NOW, NOW.plusSeconds(2)));
    assertEquals(NOW.plusSeconds(1), settings.validUntil(NOW, NOW.plusSeconds(1)));
  }

  @Test
  void tombstoneOutlivesTheLastValidMessageByTheSkewOfClocks() {
    assertEquals(NOW.plusMillis(500), settings.remembered(NOW));
  }

  private long wait(int transaction, int sends) {
    TransactionId id = new TransactionId("transaction-" + transaction);
    return Duration.between(NOW, settings.resendAt(NOW, id, sends)).toMillis();
  }

  private static void assertWithin(long least, long wait) {
    assertTrue(wait >= least && wait <= least + least / 4, () -> wait + " for " + least);
  }
}
