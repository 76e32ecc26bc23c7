package tercet.store.postgres;

import java.sql.SQLException;

/** A server may lose what it acknowledges: it is not used until its settings are changed. */
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
        "the server has " + setting + " turned off: what it acknowledges may be lost. Turn it on.");
  }
}
