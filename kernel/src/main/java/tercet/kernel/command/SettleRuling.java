package tercet.kernel.command;

/**
 * The order's shard about an operator's wish to settle a transaction. The order is the format's.
 */
public enum SettleRuling {
  SETTLED("It is settled. Each of its participants follows as soon as it asks, now or later."),
  SETTLED_BEFORE("It was settled so before."),
  SETTLED_OTHERWISE(
      "It was settled the other way before, and a participant may have followed. Correct the"
          + " balances by hand."),
  OPEN("It is still open, and its protocol ends it. Retry it, or abort it."),
  ORDER_PAID(
      "The order is paid by it, and its participants are told so when they ask. If one of them has"
          + " given back its part and forgotten it, correct that by hand and settle it as closed."),
  ORDER_NOT_PAID(
      "The order's record tells that it has paid nothing, so its participants give back when they"
          + " ask. Retry it."),
  IN_DOUBT(
      "Its participants hold amounts until they know the outcome. Settle it as paid or as unpaid."),
  ONLY_CLOSED(
      "Its outcome is decided. Correct by hand what a participant lacks, and settle it as closed."),
  WAITING("The order's shard waits for a participant that may still answer. Retry it."),
  CANCEL_AGAIN(
      "The order is paid as far as its record tells. Cancel it once more; nothing is given back"
          + " twice."),
  ORDER_BUSY(
      "Another checkout of the order is open, and both would pay it. Wait until that has ended, or"
          + " abort it, and settle this one again.");

  private final String sentence;

  SettleRuling(String sentence) {
    this.sentence = sentence;
  }

  /** For people. */
  public String sentence() {
    return sentence;
  }

  /** Whether it is settled as the operator wishes. */
  public boolean isSettled() {
    return this == SETTLED || this == SETTLED_BEFORE;
  }
}
