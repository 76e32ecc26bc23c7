package tercet.testing.verifier.shop;

import org.jspecify.annotations.Nullable;

/** The server said 200 with something else in it than the contract promises. */
public class BrokenContractException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BrokenContractException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
