package tercet.kernel.command;

/** How an operator settles a transaction that is quarantined. The order is the format's. */
public enum RuledOutcome {
  /** Participants that are in doubt do their part. */
  PAID,
  /** Participants that are in doubt give back what they have set aside. */
  UNPAID,
  /** The outcome is known: no shard asks any more, and each keeps what it has done. */
  CLOSED
}
