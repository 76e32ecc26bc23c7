package tercet.testing.verifier.model;

/**
 * A client's knowledge about an order that it checked out; a later value outweighs an earlier one.
 */
public enum ClientOutcome {
  /** No client asked for a checkout. */
  NOT_ASKED,
  /** It did not happen and will not. */
  REFUSED,
  /** It may have happened, now or later. A refusal of another attempt does not change that. */
  UNKNOWN,
  /** It happened, for ever. */
  PAID,
  /** It happened and was undone: the order was cancelled, for ever. */
  CANCELLED;

  /** The meaning of the status of a checkout's answer, by the contract. */
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
