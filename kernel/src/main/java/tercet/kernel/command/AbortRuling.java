package tercet.kernel.command;

/** The order's shard about an operator's wish to abort a transaction. The order is the format's. */
public enum AbortRuling {
  ABORTED("It is aborted now. Its participants give back what they have set aside for it."),
  ABORTED_BEFORE(
      "It was aborted before. It stays open until every participant has said that it holds"
          + " nothing; retry asks them now."),
  PAID(
      "The order is paid by it, and its client may know. It cannot be undone; retry asks the"
          + " participants that have not confirmed."),
  NOT_OPEN("It is not open any more, and its order is not paid by it."),
  PARTICIPANTS_DECIDE(
      "In a choreography the participants decide: some may have all votes already. It ends when"
          + " every participant can be reached."),
  REPORTS_DECIDE(
      "The order's store has lost commits since it began, so its client may have been told an"
          + " outcome. The participants report it; without a report it is aborted at its"
          + " deadline.");

  private final String sentence;

  AbortRuling(String sentence) {
    this.sentence = sentence;
  }

  /** For people. */
  public String sentence() {
    return sentence;
  }

  /** Whether the transaction ends, or has ended, without effect. */
  public boolean isAborted() {
    return this == ABORTED || this == ABORTED_BEFORE;
  }
}
