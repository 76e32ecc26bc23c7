package tercet.testing.verifier.shop;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tercet.testing.verifier.http.HttpResponse;

/**
 * A complete answer of the shop. The methods that read a success throw {@link
 * BrokenContractException} if it cannot be read.
 */
final class HttpAnswer {
  /** Gets the caller's value from a success. */
  @FunctionalInterface
  interface Reading<T> {
    T from(HttpAnswer answer);
  }

  @FunctionalInterface
  private interface FieldReading<T> {
    T from(AnswerFields fields) throws IOException;
  }

  private final String route;
  private final int status;
  private final byte[] body;
  private final int length;
  private final Oddities oddities;

  /**
   * @param route for example {@code GET /orders/find}
   * @param status of HTTP
   * @param body whose first {@code length} bytes count; not copied
   * @param oddities hear what is unlike the contract, though it can be read
   */
  HttpAnswer(String route, int status, byte[] body, int length, Oddities oddities) {
    this.route = route;
    this.status = status;
    this.body = body;
    this.length = length;
    this.oddities = oddities;
  }

  static HttpAnswer of(String route, HttpResponse answer, Oddities oddities) {
    return new HttpAnswer(route, answer.status(), answer.body(), answer.bodyLength(), oddities);
  }

  boolean isOk() {
    return status >= 200 && status < 300;
  }

  <T> ClientReply<T> reply(Reading<T> reading) {
    if (isOk()) {
      return new ClientReply.Ok<>(reading.from(this));
    }
    String code = textOr("code", "");
    return status >= 400 && status < 500
        ? new ClientReply.Refused<>(status, code, textOr("detail", ""))
        : new ClientReply.Unknown<>(("status " + status + " " + code).strip());
  }

  /** For a person: the route, the status and the beginning of the body. */
  String described() {
    String sample = Oddities.sample(body, length);
    return "%s answered %d%s".formatted(route, status, sample.isEmpty() ? "" : ": " + sample);
  }

  private String textOr(String field, String otherwise) {
    try {
      String text = AnswerFields.of(body, length, _ -> {}).textIfAny(field);
      return text == null ? otherwise : text;
    } catch (IOException e) {
      return otherwise;
    }
  }

  Done done() {
    oddities.noteSuccess(route, status, body, length);
    return Done.DONE;
  }

  Receipt receipt() {
    oddities.noteSuccess(route, status, body, length);
    return new Receipt(textOr("transaction_id", ""));
  }

  ItemId newItem() {
    return read(fields -> new ItemId(fields.newId("item_id", "itemId", "item", "id")));
  }

  UserId newUser() {
    return read(fields -> new UserId(fields.newId("user_id", "userId", "user", "id")));
  }

  OrderId newOrder() {
    return read(fields -> new OrderId(fields.newId("order_id", "orderId", "order", "id")));
  }

  Item item(ItemId id) {
    return read(fields -> new Item(id, fields.amount("stock", "quantity"), fields.amount("price")));
  }

  User user(UserId id) {
    return read(fields -> new User(id, fields.amount("credit", "balance")));
  }

  Order order(OrderId id) {
    return read(fields -> {
      long cost = fields.amount("total_cost", "totalCost", "total");
      return new Order(
          id,
          new UserId(fields.id("user_id", "userId", "user")),
          fields.lines("items", cost == 0),
          cost,
          fields.flag("paid", "is_paid", "isPaid"));
    });
  }

  private <T> T read(FieldReading<T> reading) {
    // Once for this answer, however many lines have it.
    Set<String> odd = new LinkedHashSet<>();
    try {
      T value = reading.from(AnswerFields.of(body, length, odd::add));
      odd.forEach(this::note);
      oddities.noteSuccess(route, status, body, length);
      return value;
    } catch (IOException e) {
      throw new BrokenContractException(
          "%s%nThat cannot be read: %s.".formatted(described(), reason(e)), e);
    }
  }

  private void note(String what) {
    oddities.note(route, what, body, length);
  }

  /** The parser's own messages have a second line about its source. */
  private static @Nullable String reason(IOException e) {
    String message = e.getMessage();
    return message == null ? "it is no JSON" : message.lines().findFirst().orElse("");
  }
}
