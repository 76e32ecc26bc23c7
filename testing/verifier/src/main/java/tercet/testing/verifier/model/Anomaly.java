package tercet.testing.verifier.model;

import java.util.Locale;

/** The errors of a shop. "Taken" is money of a user or pieces of an item. */
public enum Anomaly {
  /** A client was told 2xx, and the order is not paid. */
  ACKNOWLEDGED_NOT_PAID(false),
  /** Every attempt was refused with 4xx, and the order is paid. */
  REFUSED_BUT_PAID(false),
  /** No client asked for a checkout, and the order is paid. */
  PAID_UNASKED(false),
  /**
   * A checkout got 5xx, and the order is paid. Not 503, the status of a shop that does not know.
   */
  ERROR_FOR_PURCHASE(false),
  /**
   * A checkout got 5xx instead of 4xx, and the order is not paid. A client that takes everything
   * but 4xx for a purchase believes that it bought this.
   */
  ERROR_FOR_REFUSAL(false),
  /** Refused although there was enough stock and credit. */
  REFUSED_NEEDLESSLY(false),
  /** A client was told that a paid order is cancelled, and it is paid. */
  CANCELLED_BUT_PAID(false),
  /** An order was cancelled, or pieces of it, that was never paid. */
  REFUND_WITHOUT_PAYMENT(false),
  /** Two cancellations of one order name different refunds, or one that was acknowledged fails. */
  REFUND_CHANGED(false),
  /** A checkout was acknowledged that costs more than the client would pay at most. */
  PAID_ABOVE_LIMIT(false),
  /** The stock of an order was held, and a checkout of it within that time was out of stock. */
  RESERVED_BUT_REFUSED(false),
  /** The shop named a state of an order that contradicts an answer before. */
  STATUS_WRONG(false),
  /** A user, item or order that there was is unknown to the shop. */
  RECORD_LOST(false),
  /** An order has another user or other lines than it was given. */
  ORDER_CHANGED(false),
  /** A stock or credit is below zero. */
  NEGATIVE_BALANCE(false),
  /** Paid orders need more than there ever was: oversold, or overspent. */
  OVERDRAWN(false),
  /** An order that was acknowledged was read as not paid afterwards. */
  STALE_READ(true),
  /** Taken for orders that are not paid: half done, or never given back. */
  TAKEN_WITHOUT_PAID(true),
  /** Taken more than once for a paid order. */
  TAKEN_TWICE(true),
  /** Taken from one where another should have paid. */
  TAKEN_FROM_WRONG(true),
  /** A paid order for which nothing was taken. */
  PAID_WITHOUT_TAKING(true),
  /** Too much taken, twice or for an unpaid order: both would explain it. */
  TAKEN_TOO_MUCH(true),
  /** A balance that no order explains. */
  BALANCE_WRONG(true);

  private final boolean mayPass;

  Anomaly(boolean mayPass) {
    this.mayPass = mayPass;
  }

  /** The word for it in texts and files, for example {@code taken-twice}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
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
      case NEGATIVE_BALANCE,
          ERROR_FOR_PURCHASE,
          ERROR_FOR_REFUSAL,
          REFUSED_NEEDLESSLY,
          REFUND_WITHOUT_PAYMENT,
          REFUND_CHANGED,
          PAID_ABOVE_LIMIT,
          RESERVED_BUT_REFUSED,
          STATUS_WRONG ->
          true;
      case ACKNOWLEDGED_NOT_PAID,
          REFUSED_BUT_PAID,
          PAID_UNASKED,
          CANCELLED_BUT_PAID,
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
