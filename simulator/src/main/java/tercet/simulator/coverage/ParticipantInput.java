package tercet.simulator.coverage;

/** What a participant can be told about a transaction. */
enum ParticipantInput {
  DEBIT,
  /** A debit that is not valid any more. */
  VOID_DEBIT,
  UNDO,
  KEEP,
  WAKEUP
}
