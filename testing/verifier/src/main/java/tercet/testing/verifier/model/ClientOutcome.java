package tercet.testing.verifier.model;

/** What a client knows about an order that it checked out, in the order of what counts more. */
public enum ClientOutcome {
  /** Nobody asked for a checkout. */
  NOT_ASKED,
  /** It did not happen and will not. */
  REFUSED,
  /** It may have happened, now or later. A refusal of another attempt does not change that. */
  UNKNOWN,
  /** It happened, for ever. */
  PAID;

  /** What the contract means by the status of the answer to a checkout. */
  public static ClientOutcome of(int status) {
    if (status >= 200 && status < 300) {
      return PAID;
    }
    return status >= 400 && status < 500 ? REFUSED : UNKNOWN;
  }

  ClientOutcome and(ClientOutcome other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
