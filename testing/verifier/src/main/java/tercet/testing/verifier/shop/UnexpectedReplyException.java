package tercet.testing.verifier.shop;

/** A call that had to succeed did not. */
public final class UnexpectedReplyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnexpectedReplyException(String message) {
    super(message);
  }
}
