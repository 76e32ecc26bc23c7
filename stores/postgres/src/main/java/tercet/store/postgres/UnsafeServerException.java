package tercet.store.postgres;

import java.sql.SQLException;

/**
 * A server may lose acknowledged commits: the store does not use it until its settings are changed.
 */
final class UnsafeServerException extends SQLException {
  private static final long serialVersionUID = 1L;

  /** SQLSTATE of errors in the configuration. */
  private static final String STATE = "F0000";

  /**
   * @param message says to a person which setting is wrong, and what to do
   */
  UnsafeServerException(String message) {
    super(message, STATE);
  }

  static UnsafeServerException turnedOff(String setting) {
    return new UnsafeServerException(
        "the server has " + setting + " turned off: commits may be lost. Turn it on.");
  }
}
