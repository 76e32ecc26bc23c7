package tercet.server.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PatienceTest {
  private final AtomicInteger asked = new AtomicInteger();

  /** As when the connection breaks in the middle of a migration, or the server just starts. */
  @ParameterizedTest
  @ValueSource(strings = {"08001", "08003", "57P01", "57P03"})
  void storeIsAskedAgainWhereverItWasWhenItsServerWentAway(String state) {
    assertEquals(2, Patience.await(() -> failOnce(state)));
  }

  @Test
  void storeThatRefusesIsNotAskedAgain() {
    assertThrows(IllegalStateException.class, () -> Patience.await(() -> failOnce("28P01")));
    assertEquals(1, asked.get());
  }

  private int failOnce(String state) {
    if (asked.incrementAndGet() == 1) {
      RuntimeException migration = new IllegalStateException(new SQLException("gone", state));
      throw new IllegalStateException(migration);
    }
    return asked.get();
  }
}
