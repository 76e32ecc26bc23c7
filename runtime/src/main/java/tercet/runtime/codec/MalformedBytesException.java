package tercet.runtime.codec;

/** Bytes that no version of this format can have written: they were damaged, or are not ours. */
public final class MalformedBytesException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MalformedBytesException(String message) {
    super(message);
  }

  MalformedBytesException(String message, Throwable cause) {
    super(message, cause);
  }
}
