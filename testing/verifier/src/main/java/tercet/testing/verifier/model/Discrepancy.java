package tercet.testing.verifier.model;

/**
 * Something wrong that a shop's client could see.
 *
 * @param fault which error it is
 * @param cause what it is likely a consequence of
 * @param sentence for a person, with the ids of the records
 */
public record Discrepancy(Anomaly fault, Cause cause, String sentence) {
  /** An error that is not about the balance of an item. */
  public Discrepancy(Anomaly fault, String sentence) {
    this(fault, BalanceKind.CREDIT, sentence);
  }

  Discrepancy(Anomaly fault, BalanceKind kind, String sentence) {
    this(fault, Cause.of(fault, kind), sentence);
  }
}
