package tercet.testing.verifier.http;

/** The server sent no HTTP/1.1 answer, or one beyond the limits of this client. */
final class MalformedResponseException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedResponseException(String message) {
    super(message);
  }
}
