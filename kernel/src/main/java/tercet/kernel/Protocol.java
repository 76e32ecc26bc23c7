package tercet.kernel;

/** How a checkout becomes one transaction. */
public enum Protocol {
  /** Participants hold their parts, and take them when all hold. */
  TCC("tcc"),
  /**
   * Participants take their parts at once; if one refuses, the order's shard makes the others give
   * back.
   */
  SAGA("saga"),
  /** Participants take their parts at once, vote, and give back by themselves if one refuses. */
  CHOREOGRAPHY("choreography"),
  /** Participants lock their balances until the order's shard has decided. */
  TWO_PHASE_COMMIT("2pc");

  private final String label;

  Protocol(String label) {
    this.label = label;
  }

  /** The name in options. */
  @Override
  public String toString() {
    return label;
  }

  /** Whether clients never see changes of a transaction that aborts in the end. */
  public boolean hidesUndecided() {
    return this == TCC || this == TWO_PHASE_COMMIT;
  }
}
