package tercet.gateway;

import java.io.IOException;

/** A listener could not be opened. The message is a sentence for the operator. */
public final class PortUnavailableException extends IOException {
  private static final long serialVersionUID = 1L;

  PortUnavailableException(String message, IOException cause) {
    super(message, cause);
  }
}
