package tercet.testing.verifier.model;

import java.util.Locale;

/**
 * The likely causes of discrepancies, the most upstream first: a shop that loses lines also charges
 * too little, and that is no second error.
 */
public enum Cause {
  LINES_LOST(
      "lines lost in addItem",
      "Usually the order is read, changed and written back without a lock or a version, so that"
          + " one of two additions overwrites the other."),
  MONEY_TAKEN(
      "money taken without a paid order",
      "Usually the payment is made first, and nothing gives it back when the stock is refused or"
          + " the process dies."),
  PIECES_TAKEN(
      "stock taken without a paid order",
      "Usually the stock is taken first, and nothing gives it back when the payment is refused or"
          + " the process dies."),
  PIECES_NOT_TAKEN(
      "paid orders without stock taken",
      "Usually two writes of the same stock overwrite each other, or the order is marked as paid"
          + " before the stock has answered."),
  MONEY_NOT_TAKEN(
      "paid orders without money taken",
      "Usually two writes of the same credit overwrite each other, or the order is marked as paid"
          + " before the payment has answered."),
  OVERSOLD(
      "oversold",
      "Usually the stock is checked and taken in two steps, and another checkout comes between"
          + " them."),
  OVERSPENT(
      "overspent",
      "Usually the credit is checked and taken in two steps, and another checkout comes between"
          + " them."),
  TAKEN_TWICE(
      "taken twice for one order",
      "Usually a repeated message or a second checkout of the same order is not recognised."),
  TAKEN_FROM_WRONG(
      "taken from another than the order's user or items",
      "Usually two requests share a variable or a cached record."),
  NOT_PAID(
      "acknowledged but not paid",
      "Usually the answer is sent before the outcome is durable, or reads come from a copy that is"
          + " behind."),
  PAID_UNTOLD(
      "paid although the client was told otherwise",
      "Usually a timeout or an error is answered while the transaction goes on."),
  REFUSED_AS_ERROR(
      "refusals answered with 5xx",
      "Usually an exception for missing stock or credit is not turned into 400; clients take it for"
          + " a purchase."),
  REFUSED_NEEDLESSLY(
      "refused needlessly",
      "Usually a reservation of a failed checkout is not released, or conflicts are answered with"
          + " a refusal in place of another try."),
  NOT_CANCELLED(
      "cancellations that do not hold",
      "Usually a cancellation is answered before it is durable, or does not look whether the order"
          + " is paid, or a repeated one runs once more."),
  ABOVE_LIMIT(
      "checkouts above their limit",
      "Usually the limit is not looked at, or the total is compared before the checkout begins."),
  NOT_HELD(
      "reserved orders without their pieces",
      "Usually a reservation is answered before all its items are held, or others buy what is"
          + " held."),
  STATUS_WRONG(
      "states that contradict an answer",
      "Usually the status is read from a copy that is behind, or is kept apart from the order."),
  RECORD_LOST(
      "records lost",
      "Usually an answer is sent before the record is durable, or the record was written to a node"
          + " that lost it."),
  ORDER_CHANGED(
      "orders changed",
      "Usually an order is written back from a copy that is behind, or a line is added twice."),
  UNEXPLAINED(
      "balances that no order explains",
      "Usually concurrent changes of one balance overwrite each other.");

  private final String words;
  private final String usually;

  Cause(String words, String usually) {
    this.words = words;
    this.usually = usually;
  }

  /** The word for it in files, for example {@code lines-lost}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** For a person, as the head of a list. */
  public String words() {
    return words;
  }

  /** A sentence for a person: what usually leads to it. */
  public String usually() {
    return usually;
  }

  static Cause of(Anomaly fault, BalanceKind kind) {
    boolean money = kind == BalanceKind.CREDIT;
    return switch (fault) {
      case TAKEN_WITHOUT_PAID -> money ? MONEY_TAKEN : PIECES_TAKEN;
      case PAID_WITHOUT_TAKING -> money ? MONEY_NOT_TAKEN : PIECES_NOT_TAKEN;
      case NEGATIVE_BALANCE, OVERDRAWN -> money ? OVERSPENT : OVERSOLD;
      case TAKEN_TWICE -> TAKEN_TWICE;
      case TAKEN_FROM_WRONG -> TAKEN_FROM_WRONG;
      case ACKNOWLEDGED_NOT_PAID, STALE_READ -> NOT_PAID;
      case REFUSED_BUT_PAID, PAID_UNASKED, ERROR_FOR_PURCHASE -> PAID_UNTOLD;
      case ERROR_FOR_REFUSAL -> REFUSED_AS_ERROR;
      case REFUSED_NEEDLESSLY -> REFUSED_NEEDLESSLY;
      case CANCELLED_BUT_PAID, REFUND_WITHOUT_PAYMENT, REFUND_CHANGED -> NOT_CANCELLED;
      case PAID_ABOVE_LIMIT -> ABOVE_LIMIT;
      case RESERVED_BUT_REFUSED -> NOT_HELD;
      case STATUS_WRONG -> STATUS_WRONG;
      case RECORD_LOST -> RECORD_LOST;
      case ORDER_CHANGED -> ORDER_CHANGED;
      case TAKEN_TOO_MUCH, BALANCE_WRONG -> UNEXPLAINED;
    };
  }
}
