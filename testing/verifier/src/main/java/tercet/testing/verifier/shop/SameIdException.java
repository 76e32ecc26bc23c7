package tercet.testing.verifier.shop;

/** A shop gave one id to two new records; the message names the route and the id. */
public final class SameIdException extends BrokenContractException {
  private static final long serialVersionUID = 1L;

  SameIdException(String message) {
    super(message, null);
  }
}
