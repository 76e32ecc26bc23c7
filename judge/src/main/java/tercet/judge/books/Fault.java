package tercet.judge.books;

/** What can be wrong with a shop. "Taken" is money of a user or pieces of an item. */
public enum Fault {
  /** A client was told 200, and the order is not paid. */
  ACKNOWLEDGED_NOT_PAID(false),
  /** Every attempt was refused with 4xx, and the order is paid. */
  REFUSED_BUT_PAID(false),
  /** Nobody asked for a checkout, and the order is paid. */
  PAID_UNASKED(false),
  /** A user, item or order that there was is unknown to the shop. */
  RECORD_LOST(false),
  /** An order has another user or other lines than it was given. */
  ORDER_CHANGED(false),
  /** A stock or credit is below zero. */
  NEGATIVE_BALANCE(false),
  /** The paid orders need more than there ever was: an item is oversold, a user overspent. */
  OVERDRAWN(false),
  /** Taken for orders that are not paid: half done, or never given back. */
  TAKEN_WITHOUT_PAID(true),
  /** Taken more than once for a paid order. */
  TAKEN_TWICE(true),
  /** Taken from one where another should have paid. */
  TAKEN_FROM_WRONG(true),
  /** A paid order for which nothing was taken: half done. */
  PAID_WITHOUT_TAKING(true),
  /** Too much taken, and more than one of the above would explain it. */
  TAKEN_TOO_MUCH(true),
  /** A balance that no order explains. */
  BALANCE_WRONG(true);

  private final boolean mayPass;

  Fault(boolean mayPass) {
    this.mayPass = mayPass;
  }

  /**
   * True if a correct shop may show it for a moment, while a transaction is undecided or records
   * change between two reads.
   */
  boolean mayPass() {
    return mayPass;
  }
}
