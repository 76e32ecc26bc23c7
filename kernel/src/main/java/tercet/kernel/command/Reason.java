package tercet.kernel.command;

import java.util.Locale;

/** The kinds of {@link Refusal}, and a refusal without details. */
public enum Reason implements Refusal {
  UNKNOWN_ITEM("There is no such item."),
  UNKNOWN_USER("There is no such user."),
  UNKNOWN_ORDER("There is no such order."),
  OUT_OF_STOCK("Not enough of an item is in stock."),
  OUT_OF_CREDIT("The user's credit does not suffice."),
  AMOUNT_TOO_LARGE("The result would exceed 9007199254740991, the largest amount."),
  TOO_MANY_LINES("The order already has as many different items as an order can have."),
  NOT_IN_ORDER("The order has fewer pieces of this item."),
  ORDER_PAID("The order is paid; it can no longer be changed."),
  ORDER_NOT_PAID("The order is not paid, so there is nothing to give back."),
  ORDER_CANCELLED("The order was cancelled; make another one."),
  PRICE_CHANGED("The order costs more than the limit of this checkout."),
  CHECKOUT_IN_PROGRESS(
      "The order is being checked out. Ask again in a moment, with a new Idempotency-Key if you"
          + " sent one."),
  ORDER_CHANGED("The order was overwritten while it was being checked out."),
  DEADLINE_EXCEEDED(
      "The checkout or cancellation was not decided in time and is aborted: nothing was changed."
          + " Try again, with a new Idempotency-Key if you sent one."),
  IDEMPOTENCY_KEY_REUSED("This Idempotency-Key was first used for another request.");

  private final String sentence;

  Reason(String sentence) {
    this.sentence = sentence;
  }

  @Override
  public Reason reason() {
    return this;
  }

  /** The code for programs; it never changes. */
  @Override
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String sentence() {
    return sentence;
  }
}
