package tercet.testing.testbed.server;

/** A server cannot be installed, started or told something. */
public final class ServerFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message says to a person what failed, with what the server said
   */
  public ServerFailedException(String message) {
    super(message);
  }

  public ServerFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
