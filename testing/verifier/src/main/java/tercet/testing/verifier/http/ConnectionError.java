package tercet.testing.verifier.http;

/** Why a request that was sent has no answer. */
public enum ConnectionError {
  /** The connection failed with an error, for example a reset. */
  RESET,
  /** The server ended the connection before the answer was complete. */
  ENDED,
  /** No complete answer within {@link LoadSettings#requestTimeout}. */
  TIMED_OUT,
  /** The bytes that came are no HTTP/1.1 answer. */
  MALFORMED
}
