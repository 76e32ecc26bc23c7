package tercet.runtime.store;

/**
 * A store that others share does not answer now: a connection broke, a failover is going on. It is
 * unknown whether the changes are durable. The store stays usable: the caller reads the records
 * later, and decides anew.
 */
public final class StoreUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message says to a person what failed
   */
  public StoreUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * @param message says to a person what failed
   */
  public StoreUnavailableException(String message) {
    super(message);
  }
}
