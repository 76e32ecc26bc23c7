package tercet.testing.verifier.model;

/** The errors of a shop. "Taken" is money of a user or pieces of an item. */
public enum Anomaly {
  ACKNOWLEDGED_NOT_PAID(false, "a client was told 2xx, and the order is not paid"),
  REFUSED_BUT_PAID(false, "every attempt was refused with 4xx, and the order is paid"),
  PAID_UNASKED(false, "no client asked for a checkout, and the order is paid"),
  /** Not 503, the status of a shop that does not know. */
  ERROR_FOR_PURCHASE(false, "a checkout got 5xx, and the order is paid"),
  /** A client that takes everything but 4xx for a purchase believes that it bought this. */
  ERROR_FOR_REFUSAL(false, "a checkout got 5xx instead of 4xx, and the order is not paid"),
  REFUSED_NEEDLESSLY(false, "refused although there was enough stock and credit"),
  RECORD_LOST(false, "a user, item or order that there was is unknown to the shop"),
  ORDER_CHANGED(false, "an order has another user or other lines than it was given"),
  NEGATIVE_BALANCE(false, "a stock or credit is below zero"),
  OVERDRAWN(false, "paid orders need more than there ever was: oversold, or overspent"),
  STALE_READ(true, "an order that was acknowledged was read as not paid afterwards"),
  TAKEN_WITHOUT_PAID(true, "taken for orders that are not paid: half done, or never given back"),
  TAKEN_TWICE(true, "taken more than once for a paid order"),
  TAKEN_FROM_WRONG(true, "taken from one where another should have paid"),
  PAID_WITHOUT_TAKING(true, "a paid order for which nothing was taken"),
  TAKEN_TOO_MUCH(true, "too much taken, twice or for an unpaid order: both would explain it"),
  BALANCE_WRONG(true, "a balance that no order explains");

  private final boolean mayPass;
  private final String meaning;

  Anomaly(boolean mayPass, String meaning) {
    this.mayPass = mayPass;
    this.meaning = meaning;
  }

  /** For a person, as the end of "it was found that". */
  public String meaning() {
    return meaning;
  }

  /**
   * True if a correct shop may show it for a moment, while a transaction is undecided or records
   * change between two reads.
   */
  boolean mayPass() {
    return mayPass;
  }

  /**
   * True if even a shop that is only in the end consistent must never show it: it happened, and no
   * later reading undoes it.
   */
  boolean isForEver() {
    return switch (this) {
      case NEGATIVE_BALANCE, ERROR_FOR_PURCHASE, ERROR_FOR_REFUSAL, REFUSED_NEEDLESSLY -> true;
      case ACKNOWLEDGED_NOT_PAID,
          REFUSED_BUT_PAID,
          PAID_UNASKED,
          RECORD_LOST,
          ORDER_CHANGED,
          OVERDRAWN,
          STALE_READ,
          TAKEN_WITHOUT_PAID,
          TAKEN_TWICE,
          TAKEN_FROM_WRONG,
          PAID_WITHOUT_TAKING,
          TAKEN_TOO_MUCH,
          BALANCE_WRONG ->
          false;
    };
  }
}
