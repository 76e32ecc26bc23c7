package tercet.simulator.coverage;

/** What the shard of an order can be asked or told about a transaction. */
enum CoordinatorInput {
  /** A checkout under a command id that does not wait yet. */
  CHECKOUT,
  /** A checkout under a command id that waits already. */
  CHECKOUT_AGAIN,
  ADD_ITEM,
  /** The order is overwritten. */
  INIT,
  DEBITED,
  DECLINED,
  UNDONE,
  WAKEUP
}
