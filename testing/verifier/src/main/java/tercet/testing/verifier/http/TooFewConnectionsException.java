package tercet.testing.verifier.http;

import java.io.IOException;

/** A load needs more connections than a machine or a server gives; the message says what to do. */
public final class TooFewConnectionsException extends IOException {
  private static final long serialVersionUID = 1L;

  public TooFewConnectionsException(String message) {
    super(message);
  }
}
