package tercet.store.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;

final class SqlFailureTest {
  @Test
  void whatTheServerSaysDecides() {
    assertEquals(SqlFailure.CONFLICT, SqlFailure.of(new SQLException("slower", "40001")));
    assertEquals(SqlFailure.UNAVAILABLE, SqlFailure.of(new SQLException("cut", "08006")));
    assertEquals(SqlFailure.UNAVAILABLE, SqlFailure.of(new SQLException("standby", "25006")));
    assertEquals(SqlFailure.BROKEN, SqlFailure.of(new SQLException("no such table", "42P01")));
    assertEquals(SqlFailure.BROKEN, SqlFailure.of(new SQLException("closed")));
  }

  @Test
  void endOfAConnectionIsNoBrokenDatabaseWhateverAProxySaysAboutIt() {
    assertEquals(
        SqlFailure.UNAVAILABLE,
        SqlFailure.of(new SQLException("FATAL: unable to read data", "XX000")));
    assertEquals(
        SqlFailure.BROKEN, SqlFailure.of(new SQLException("ERROR: damaged page", "XX000")));
  }

  /** The pool says so of a connection that got no confirmation in a failover. */
  @Test
  void poolWithoutConnectionsIsNoBrokenDatabase() {
    assertEquals(
        SqlFailure.UNAVAILABLE, SqlFailure.of(new SQLTransientConnectionException("none in time")));
    assertEquals(SqlFailure.UNAVAILABLE, SqlFailure.of(because(new SQLException("cut", "08006"))));
    assertEquals(
        SqlFailure.BROKEN, SqlFailure.of(because(new SQLException("no such table", "42P01"))));
  }

  /** The password was changed, and its file will be. */
  @Test
  void refusedLoginIsNoBrokenDatabase() {
    assertEquals(
        SqlFailure.UNAVAILABLE, SqlFailure.of(because(new SQLException("wrong", "28P01"))));
  }

  /** PostgreSQL 17 has a limit for transactions beside that for statements. */
  @Test
  void transactionThatTookTooLongIsNoBrokenDatabaseAndMadeNoChange() {
    SQLException slow = new SQLException("FATAL: transaction timeout", "25P04");
    assertEquals(SqlFailure.UNAVAILABLE, SqlFailure.of(slow));
    assertTrue(SqlFailure.isTooSlow(slow));
    assertTrue(SqlFailure.hasEndedSession(slow));
    SQLException cancelled = new SQLException("ERROR: statement timeout", "57014");
    assertTrue(SqlFailure.isTooSlow(cancelled));
    assertFalse(SqlFailure.hasEndedSession(cancelled));
  }

  private static SQLException because(SQLException cause) {
    return new SQLTransientConnectionException(
        "none in time", new IllegalStateException("not set up", cause));
  }
}
