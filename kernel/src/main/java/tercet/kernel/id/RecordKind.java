package tercet.kernel.id;

/** The kinds of record that a shard stores. */
public enum RecordKind {
  /** {@link tercet.kernel.balance.Item}, by item id. */
  ITEM(0),
  /** {@link tercet.kernel.balance.Account}, by user id. */
  ACCOUNT(1),
  /** {@link tercet.kernel.order.Order}, by order id. */
  ORDER(2),
  /** The open transaction of an order at its coordinator, by order id; absent when none is open. */
  TRANSACTION(3),
  /** A participant's record of a transaction, by transaction id. */
  PARTICIPATION(4),
  /** The answer to a command that came with an Idempotency-Key, by command id; kept for a day. */
  ANSWER(5),
  /** The answer to any other command, by command id; kept while the command may be repeated. */
  RECENT_ANSWER(6),
  /** The first request with an Idempotency-Key, by that key; kept for a day. */
  CLAIM(7),
  /**
   * An operator's {@link tercet.kernel.transaction.Ruling} on a transaction, at the shard of its
   * order; kept for good.
   */
  RULING(8);

  private final int number;

  RecordKind(int number) {
    this.number = number;
  }

  /** The number of the kind in stored and sent bytes; never given to another one. */
  public int number() {
    return number;
  }
}
