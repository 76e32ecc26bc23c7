package tercet.runtime.store;

/**
 * The store has ended a commit because it took too long. Nothing was written; a smaller batch may
 * be quick enough.
 */
public final class StoreTooSlowException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message says to a person what took too long
   */
  public StoreTooSlowException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * @param message says to a person what took too long
   */
  public StoreTooSlowException(String message) {
    super(message);
  }
}
