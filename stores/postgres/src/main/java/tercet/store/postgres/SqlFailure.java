package tercet.store.postgres;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The meaning of a database error for the commit that met it. */
enum SqlFailure {
  /** Others were faster, or two waited for each other: nothing was written; run it again. */
  CONFLICT,
  /** The connection, the server or its resources are not there now; the outcome is unknown. */
  UNAVAILABLE,
  /** Neither time nor repetition helps: a bug, or a database in a wrong state. */
  BROKEN;

  private static final Set<String> CONFLICTS = Set.of("40001", "40P01");
  private static final String LOGIN = "28";
  private static final String CANCELLED = "57014";

  /** Since PostgreSQL 17. It ends the session, too. */
  private static final String TRANSACTION_TIMEOUT = "25P04";

  /**
   * Single states: read-only transaction (of a server that is no primary any more), transaction
   * that failed before (a proxy says so when it has lost its server), transaction that was idle for
   * too long, transaction that took too long, server that is in recovery, lock not available,
   * statement cancelled.
   */
  private static final Set<String> PASSING =
      Set.of("25006", "25P02", "25P03", TRANSACTION_TIMEOUT, "55000", "55P03", CANCELLED);

  /**
   * Classes: connection, resources (a full disk among them), operator and system, login (a password
   * was changed), database that is not there (it is being restored), warning (a commit that was not
   * confirmed), configuration (a server that may lose commits).
   */
  private static final Set<String> PASSING_CLASSES =
      Set.of("08", "53", "57", "58", LOGIN, "3D", "01", "F0");

  static SqlFailure of(SQLException e) {
    @Nullable String state = state(e);
    if (state == null || state.length() != 5) {
      return e instanceof SQLTransientException ? UNAVAILABLE : BROKEN;
    }
    if (CONFLICTS.contains(state) || Statements.foundOtherRows(e)) {
      return CONFLICT;
    }
    return PASSING.contains(state)
            || PASSING_CLASSES.contains(state.substring(0, 2))
            || isEndOfConnection(e, state)
        ? UNAVAILABLE
        : BROKEN;
  }

  /**
   * Whether the server ended a statement or transaction that ran too long, or that an operator
   * cancelled. The transaction is over by then, and no commit had begun, so nothing was written.
   */
  static boolean isTooSlow(SQLException e) {
    @Nullable String state = state(e);
    return CANCELLED.equals(state) || TRANSACTION_TIMEOUT.equals(state);
  }

  /** Whether the server ended the session of a transaction that ran too long. */
  static boolean hasEndedSession(SQLException e) {
    return TRANSACTION_TIMEOUT.equals(state(e));
  }

  /** The server's message, rather than the pool's about it. */
  static String reason(SQLException e) {
    String reason = String.valueOf(e.getMessage());
    for (@Nullable Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException) {
        reason = String.valueOf(cause.getMessage());
      }
    }
    return reason;
  }

  /** Whether the server does not let this user in. */
  static boolean isRefusedLogin(SQLException e) {
    return String.valueOf(state(e)).startsWith(LOGIN);
  }

  /**
   * A commit that is cancelled while it waits for a standby succeeds with a warning, as does a
   * commit without a transaction. Neither is acknowledged.
   */
  static void requireNoWarning(Statement committed) throws SQLException {
    SQLWarning warning = committed.getWarnings();
    if (warning != null) {
      throw new SQLException("the commit ended in a warning: " + warning.getMessage(), "01000");
    }
  }

  /** Pgpool-II has no state of its own for having lost its server. */
  private static boolean isEndOfConnection(SQLException e, String state) {
    return state.equals("XX000") && String.valueOf(e.getMessage()).startsWith("FATAL:");
  }

  /** The pool says that it has no connection, and only its cause says why. */
  private static @Nullable String state(SQLException e) {
    for (@Nullable Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException failure && failure.getSQLState() != null) {
        return failure.getSQLState();
      }
    }
    return null;
  }
}
