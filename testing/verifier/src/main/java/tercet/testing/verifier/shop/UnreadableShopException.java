package tercet.testing.verifier.shop;

import org.jspecify.annotations.Nullable;

/** Records could not be read in time, so nothing can be said about them. */
public final class UnreadableShopException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnreadableShopException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
