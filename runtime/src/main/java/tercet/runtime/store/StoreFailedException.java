package tercet.runtime.store;

/** The store cannot say whether a commit is durable, or cannot read its records. */
public final class StoreFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message says to a person what failed and what to do next
   */
  public StoreFailedException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * @param message says to a person what failed and what to do next
   */
  public StoreFailedException(String message) {
    super(message);
  }
}
