package tercet.app;

import org.jspecify.annotations.Nullable;

/** The server that is to be measured could not be started. */
final class ServerFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  ServerFailedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
