package tercet.testing.verifier.shop;

/** A complete answer of the shop. */
final class HttpAnswer {
  /** Gets the caller's value from a success. */
  @FunctionalInterface
  interface Reading<T> {
    T from(HttpAnswer answer);
  }

  private final int status;
  private final byte[] body;

  /**
   * @param status of HTTP
   * @param body not copied
   */
  HttpAnswer(int status, byte[] body) {
    this.status = status;
    this.body = body;
  }

  <T> ClientReply<T> reply(Reading<T> reading) {
    if (status >= 200 && status < 300) {
      return new ClientReply.Ok<>(reading.from(this));
    }
    String code = textOr("code", "");
    return status >= 400 && status < 500
        ? new ClientReply.Refused<>(status, code, textOr("detail", ""))
        : new ClientReply.Unknown<>(("status " + status + " " + code).strip());
  }

  String text(String field) {
    return ShopJson.text(body, body.length, field);
  }

  String textOr(String field, String otherwise) {
    String text = ShopJson.textIfAny(body, body.length, field);
    return text == null ? otherwise : text;
  }

  Item item(ItemId id) {
    return ShopJson.item(id, body, body.length);
  }

  User user(UserId id) {
    return ShopJson.user(id, body, body.length);
  }

  Order order(OrderId id) {
    return ShopJson.order(id, body, body.length);
  }
}
