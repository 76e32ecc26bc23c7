package tercet.store.rocksdb;

/** A data folder cannot be served. Nothing in it was changed. */
public final class DataRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message says to a person why, and what to do
   */
  DataRefusedException(String message) {
    super(message);
  }

  /**
   * @param message says to a person why, and what to do
   */
  DataRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
