package tercet.testing.verifier.shop;

/** There is no shop at an address; the message says to a person what to do. */
public final class NoShopException extends Exception {
  private static final long serialVersionUID = 1L;

  NoShopException(String message) {
    super(message);
  }
}
