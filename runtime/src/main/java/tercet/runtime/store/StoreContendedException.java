package tercet.runtime.store;

/**
 * Other processes changed the records that were read, again and again. Nothing was written; a
 * smaller batch meets fewer conflicts.
 */
public final class StoreContendedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message says to a person what was tried
   */
  public StoreContendedException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * @param message says to a person what was tried
   */
  public StoreContendedException(String message) {
    super(message);
  }
}
