package tercet.kernel;

/** What makes a checkout one transaction. */
public enum Protocol {
  /** Participants hold what they are to give, and take it when all of them do. */
  TCC("tcc"),
  /** Participants give at once, and the order's shard has it given back if one refuses. */
  SAGA("saga"),
  /** Participants give at once, tell each other, and give back by themselves if one refuses. */
  CHOREOGRAPHY("choreography"),
  /** Participants lock what they are to give until the order's shard has decided. */
  TWO_PHASE_COMMIT("2pc");

  private final String label;

  Protocol(String label) {
    this.label = label;
  }

  /** As people write it. */
  @Override
  public String toString() {
    return label;
  }

  /** Whether nobody ever sees what a transaction does that aborts in the end. */
  public boolean hidesUndecided() {
    return this == TCC || this == TWO_PHASE_COMMIT;
  }
}
