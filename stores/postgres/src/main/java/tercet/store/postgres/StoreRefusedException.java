package tercet.store.postgres;

/** A database cannot be used. */
public final class StoreRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message says to a person why, and what to do
   */
  StoreRefusedException(String message) {
    super(message);
  }

  /**
   * @param message says to a person why, and what to do
   */
  StoreRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
