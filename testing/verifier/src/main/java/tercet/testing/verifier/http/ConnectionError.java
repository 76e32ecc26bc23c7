package tercet.testing.verifier.http;

/** Why a request that was sent has no answer. */
public enum ConnectionError {
  /** The connection failed with an error, for example a reset. */
  RESET("the connection failed"),
  /** The server ended the connection before the answer was complete. */
  ENDED("the connection ended before the answer was complete"),
  /** No complete answer within {@link LoadSettings#requestTimeout}. */
  TIMED_OUT("no complete answer in time"),
  /** The bytes that came are no HTTP/1.1 answer. */
  MALFORMED("an answer that is no HTTP/1.1, or longer than 4 MiB");

  private final String words;

  ConnectionError(String words) {
    this.words = words;
  }

  /** For a person, to stand behind the name of a route and a colon. */
  public String words() {
    return words;
  }
}
