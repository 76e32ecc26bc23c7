package tercet.store.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tercet.testing.testbed.server.PostgresServer;

@Tag("slow")
@Timeout(60)
final class RaceTest {
  private final CountDownLatch awake = new CountDownLatch(1);
  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void standbyThatBecomesThePrimaryIsFoundWhileTheOldPrimaryStandsStill() throws SQLException {
    Race race = new Race(List.of("stands still", "standby"));
    try (Connection connection =
        race.run(url -> url.equals("standby") ? askStandby() : standStill(50))) {
      assertTrue(connection.isValid(10));
      assertEquals(1, awake.getCount());
    } finally {
      awake.countDown();
    }
  }

  @Test
  void serverThatRefusesTheLoginIsAskedOnlyOnce() throws SQLException {
    Race race = new Race(List.of("stands still", "refuses"));
    try {
      race.run(url -> {
        if (url.equals("refuses")) {
          if (asked.incrementAndGet() > 1) {
            awake.countDown();
          }
          throw new SQLException("password authentication failed", "28P01");
        }
        return standStill(1);
      });
      throw new AssertionError("there is no server");
    } catch (SQLTransientConnectionException e) {
      throw new AssertionError("the refusal tells a person more", e);
    } catch (SQLException e) {
      assertEquals("28P01", e.getSQLState());
      assertEquals(1, asked.get());
    }
  }

  /** The third time it is the primary. */
  private Connection askStandby() throws SQLException {
    if (asked.incrementAndGet() < 3) {
      throw new SQLTransientConnectionException("a standby", "08001");
    }
    return DriverManager.getConnection(TestServer.server().url(), PostgresServer.USER, "");
  }

  private Connection standStill(int seconds) throws SQLException {
    boolean woken;
    try {
      woken = awake.await(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new SQLTransientConnectionException("interrupted", "08001", e);
    }
    throw new SQLTransientConnectionException("stood still; woken: " + woken, "08001");
  }
}
