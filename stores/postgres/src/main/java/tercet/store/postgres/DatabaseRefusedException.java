package tercet.store.postgres;

/** A database cannot be used. */
public final class DatabaseRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message says to a person why, and what to do
   */
  DatabaseRefusedException(String message) {
    super(message);
  }

  /**
   * @param message says to a person why, and what to do
   */
  DatabaseRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
