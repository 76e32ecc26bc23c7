package tercet.runtime.store;

import tercet.kernel.id.Key;

/**
 * A record is there, but its bytes mean nothing to this version: a newer one wrote them, or they
 * are damaged. The store keeps them as they are, and everything else can be used.
 */
public final class UnreadableRecordException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param key of the record
   * @param cause says what is wrong with its bytes
   */
  public UnreadableRecordException(Key key, Throwable cause) {
    super("The record %s cannot be read: %s".formatted(key, cause.getMessage()), cause);
  }
}
