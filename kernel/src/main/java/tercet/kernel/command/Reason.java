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
  ORDER_RESERVED(
      "Stock is held for this order, so it can only grow. To take something out of it, release it"
          + " first: POST /orders/release/{order_id}."),
  TOO_MANY_RESERVATIONS(
      "The user has reserved as many orders as a user may. Wait until the time of one of them is"
          + " over, or check this order out without a reservation."),
  RESERVED_TOO_LONG(
      "An order cannot be reserved any longer, however often it is asked for. Check it out, or"
          + " reserve it again when the time of its reservation is over."),
  TOO_MANY_HOLDS(
      "Pieces of an item are held for as many orders as can be. Check the order out without a"
          + " reservation, or try again later."),
  ORDER_PAID("The order is paid; it can no longer be changed."),
  ORDER_NOT_PAID("The order is not paid, so there is nothing to give back."),
  ORDER_CANCELLED("The order was cancelled; make another one."),
  PRICE_CHANGED("The order costs more than the limit of this checkout."),
  CHECKOUT_IN_PROGRESS(
      "The order is being checked out. Ask again in a moment, with a new Idempotency-Key if you"
          + " sent one."),
  ORDER_CHANGED(
      "The order was changed or overwritten in the meantime. Ask again, with a new Idempotency-Key"
          + " if you sent one."),
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
