package tercet.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tercet.gateway.TestGateway.ok;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tercet.testing.testbed.server.Await;

/** The status of an order: how far it is, when and why. */
final class OrderStatusTest {
  private final TestGateway shop = new TestGateway();

  @AfterEach
  void close() {
    shop.close();
  }

  private Map<String, Object> status(String order) {
    Map<String, Object> status = ok(shop.get("/orders/status/" + order));
    assertEquals(order, status.get("order_id"));
    return status;
  }

  private static Instant time(Map<String, Object> status, String field) {
    return Instant.parse(String.valueOf(status.get(field)));
  }

  private static void isRecent(Map<String, Object> status, String field) {
    Duration age = Duration.between(time(status, field), Instant.now());
    assertTrue(age.compareTo(Duration.ofMinutes(1)) < 0, status::toString);
    assertTrue(age.compareTo(Duration.ofMinutes(-1)) > 0, status::toString);
  }

  @Test
  void unpaidOrderSaysNoMore() {
    String order = shop.order(shop.user(100), shop.item(7, 10), 3);
    assertEquals(Map.of("order_id", order, "status", "unpaid"), status(order));
    Wire.Response unknown = shop.get("/orders/status/none");
    assertEquals(400, unknown.status());
    assertEquals("unknown_order", unknown.code());
  }

  @Test
  void paidOrderSaysWhenAndByWhichTransaction() {
    String item = shop.item(7, 10);
    String order = shop.order(shop.user(100), item, 3);
    Object transaction = ok(shop.post("/orders/checkout/" + order)).get("transaction_id");
    Map<String, Object> paid = status(order);
    assertEquals("paid", paid.get("status"));
    assertEquals(transaction, paid.get("transaction_id"));
    assertEquals(List.of(), paid.get("returned"));
    isRecent(paid, "paid_at");
    ok(shop.post("/orders/cancelItem/" + order + "/" + item + "/1"));
    ok(shop.post("/orders/cancelItem/" + order + "/" + item + "/1"));
    Map<String, Object> reduced = status(order);
    assertEquals(List.of(List.of(item, 2L)), reduced.get("returned"));
    assertEquals(paid.get("paid_at"), reduced.get("paid_at"));
  }

  @Test
  void refusedOrderSaysWhyUntilItIsPaid() {
    String item = shop.item(7, 2);
    String order = shop.order(shop.user(100), item, 3);
    assertEquals("out_of_stock", shop.post("/orders/checkout/" + order).code());
    Map<String, Object> refused = status(order);
    assertEquals("refused", refused.get("status"));
    assertEquals("out_of_stock", refused.get("code"));
    assertEquals(item, refused.get("item_id"));
    assertEquals(1L, refused.get("missing"));
    assertEquals(List.of(), refused.get("waiting_for"));
    isRecent(refused, "refused_at");
    ok(shop.post("/orders/removeItem/" + order + "/" + item + "/1"));
    assertEquals(refused, status(order), "an edit is no checkout");
    assertEquals("price_changed", shop.post("/orders/checkout/" + order + "?max_total=1").code());
    assertEquals("price_changed", status(order).get("code"));
    assertEquals(14L, status(order).get("total_cost"));
    ok(shop.post("/orders/checkout/" + order));
    assertEquals("paid", status(order).get("status"));
    assertNull(status(order).get("code"));
  }

  @Test
  void overwrittenOrderStartsAnew() {
    ok(shop.post("/orders/batch_init/1/1/1/4"));
    assertEquals("unknown_user", shop.post("/orders/checkout/0").code());
    assertEquals("refused", status("0").get("status"));
    ok(shop.post("/orders/batch_init/1/1/1/4"));
    assertEquals("unpaid", status("0").get("status"));
  }

  @Test
  void cancelledOrderSaysWhenItWasPaidAndCancelled() {
    String order = shop.order(shop.user(100), shop.item(7, 10), 3);
    Object transaction = ok(shop.post("/orders/checkout/" + order)).get("transaction_id");
    String paidAt = String.valueOf(status(order).get("paid_at"));
    Object refund = ok(shop.post("/orders/cancel/" + order)).get("refund_id");
    Map<String, Object> cancelled = status(order);
    assertEquals("cancelled", cancelled.get("status"));
    assertEquals(transaction, cancelled.get("transaction_id"));
    assertEquals(refund, cancelled.get("refund_id"));
    assertEquals(paidAt, cancelled.get("paid_at"));
    assertEquals(List.of(), cancelled.get("waiting_for"));
    assertFalse(time(cancelled, "cancelled_at").isBefore(time(cancelled, "paid_at")));
  }

  @Test
  void openCheckoutSaysSinceWhenAndForWhomItWaits() {
    String order = shop.order(shop.user(100), shop.item(7, 10), 3);
    shop.engine.holdMessages();
    try (Wire client = shop.connect()) {
      client.send(Wire.head("POST", "/orders/checkout/" + order));
      Await.until("it has come", () -> shop.engine.checkouts() == 1);
      Map<String, Object> open = status(order);
      assertEquals("in_progress", open.get("status"));
      isRecent(open, "since");
      assertTrue(time(open, "deadline").isAfter(time(open, "since")), open::toString);
      assertTrue(open.get("waiting_for") instanceof List<?> shards && shards.size() == 2);
      shop.engine.release();
      assertEquals(ok(client.read()).get("transaction_id"), open.get("transaction_id"));
    }
    assertEquals("paid", status(order).get("status"));
  }
}
