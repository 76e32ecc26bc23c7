package tercet.kernel.command;

/** How an operator settles a transaction that is quarantined. The order is the format's. */
public enum RuledOutcome {
  /** Participants that are in doubt do their part. */
  PAID,
  /** Participants that are in doubt give back what they have set aside. */
  UNPAID,
  /**
   * The outcome is known, and a participant has forgotten its part: none asks about that any more.
   * One that returns with its part done gives it back all the same if the order is not paid.
   */
  CLOSED
}
