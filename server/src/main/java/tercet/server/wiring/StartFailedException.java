package tercet.server.wiring;

/** The shop cannot start; the message says to a person why, and what to do. */
public final class StartFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  StartFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
