package tercet.runtime.codec;

/**
 * Bytes that mean nothing to this version: a newer one wrote them, or they were damaged, or they
 * are not ours.
 */
public final class MalformedBytesException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean ofNewerVersion;

  MalformedBytesException(String message) {
    this(message, false);
  }

  private MalformedBytesException(String message, boolean ofNewerVersion) {
    super(message);
    this.ofNewerVersion = ofNewerVersion;
  }

  MalformedBytesException(String message, Throwable cause) {
    super(message, cause);
    this.ofNewerVersion = false;
  }

  /** The number of a type or constant that no version so far has used. */
  static MalformedBytesException unknown(String message) {
    return new MalformedBytesException(message, true);
  }

  /**
   * True if the bytes have a number that is not in use yet. If a checksum guards them, a newer
   * version wrote them.
   */
  public boolean isOfNewerVersion() {
    return ofNewerVersion;
  }
}
