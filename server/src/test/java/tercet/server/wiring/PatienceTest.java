package tercet.server.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
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

  /** As when the disk of a lone server is busy: it is there, and slow. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void slowServerIsAskedAgainAlsoIfItIsTheOnlyOne(boolean hasSeveralServers) {
    SocketTimeoutException slow = new SocketTimeoutException("Read timed out");
    assertEquals(
        2,
        Patience.await(() -> failOnce(new SQLException("gone", "08006", slow)), hasSeveralServers));
  }

  @Test
  void addressOfALoneServerWhereNothingListensIsSaidAtOnce() {
    ConnectException refused = new ConnectException("Connection refused");
    assertThrows(
        IllegalStateException.class,
        () -> Patience.await(() -> failOnce(new SQLException("gone", "08001", refused)), false));
    assertEquals(1, asked.get());
  }

  private int failOnce(String state) {
    return failOnce(new SQLException("gone", state));
  }

  private int failOnce(SQLException gone) {
    if (asked.incrementAndGet() == 1) {
      RuntimeException migration = new IllegalStateException(gone);
      throw new IllegalStateException(migration);
    }
    return asked.get();
  }
}
