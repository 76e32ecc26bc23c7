package tercet.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tercet.gateway.TestGateway.ok;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tercet.testing.testbed.server.Await;

final class CheckoutTest {
  private final TestGateway shop = new TestGateway();

  @AfterEach
  void close() {
    shop.close();
  }

  @Test
  void paidOrderTookStockAndCredit() {
    String item = shop.item(7, 10);
    String user = shop.user(100);
    String order = shop.order(user, item, 3);
    Map<String, Object> paid = ok(shop.post("/orders/checkout/" + order));
    assertTrue(paid.get("transaction_id") instanceof String);
    assertEquals(7L, ok(shop.get("/stock/find/" + item)).get("stock"));
    assertEquals(79L, ok(shop.get("/payment/find_user/" + user)).get("credit"));
    assertEquals(true, ok(shop.get("/orders/find/" + order)).get("paid"));
  }

  @Test
  void paidOrderIsPaidOnce() {
    String item = shop.item(7, 10);
    String user = shop.user(100);
    String order = shop.order(user, item, 3);
    Map<String, Object> first = ok(shop.post("/orders/checkout/" + order));
    assertEquals(first, ok(shop.post("/orders/checkout/" + order)));
    assertEquals(79L, ok(shop.get("/payment/find_user/" + user)).get("credit"));
    assertEquals("order_paid", shop.post("/orders/addItem/" + order + "/" + item + "/1").code());
  }

  @Test
  void emptyOrderOfAKnownUserIsPaid() {
    String order = shop.made("/orders/create/" + shop.user(0), "order_id");
    ok(shop.post("/orders/checkout/" + order));
    assertEquals(true, ok(shop.get("/orders/find/" + order)).get("paid"));
  }

  @Test
  void unknownUserIsRefused() {
    String order = shop.made("/orders/create/nobody", "order_id");
    Wire.Response refused = shop.post("/orders/checkout/" + order);
    assertEquals(400, refused.status());
    assertEquals("unknown_user", refused.code());
    assertEquals("nobody", refused.json().get("user_id"));
  }

  @Test
  void refusedCheckoutChangesNothingAndCanBeRepeated() {
    String item = shop.item(7, 2);
    String user = shop.user(100);
    String order = shop.order(user, item, 3);
    Wire.Response refused = shop.post("/orders/checkout/" + order);
    assertEquals(400, refused.status());
    assertEquals("out_of_stock", refused.code());
    assertEquals(List.of(item, 3L, 2L, 1L), details("item_id", refused));
    assertTrue(refused.body().contains("Of item " + item + ", 3 wanted, 2 left."), refused::body);
    assertEquals(100L, ok(shop.get("/payment/find_user/" + user)).get("credit"));
    ok(shop.post("/stock/add/" + item + "/1"));
    ok(shop.post("/orders/checkout/" + order));
    assertEquals(79L, ok(shop.get("/payment/find_user/" + user)).get("credit"));
  }

  @Test
  void orderThatCostsMoreThanTheLimitIsRefusedAndThenPaid() {
    String user = shop.user(100);
    String order = shop.order(user, shop.item(7, 10), 3);
    String checkout = "/orders/checkout/" + order + "?max_total=";
    Wire.Response refused = shop.post(checkout + "20");
    assertEquals("price_changed", refused.code());
    assertEquals(21L, refused.json().get("total_cost"));
    assertEquals(20L, refused.json().get("max_total"));
    for (String wrong : List.of("", "-1", "x", "9007199254740992", "21&max_total=21")) {
      assertEquals("bad_amount", shop.post(checkout + wrong).code(), wrong);
    }
    String plain = checkout.substring(0, checkout.indexOf('?'));
    for (String spelt :
        List.of("MAX_TOTAL", "maxTotal", "max-total", "max%5Ftotal", "%6dax_total")) {
      assertEquals("bad_amount", shop.post(plain + "?" + spelt + "=1").code(), spelt);
    }
    assertEquals(100L, ok(shop.get("/payment/find_user/" + user)).get("credit"));
    Map<String, Object> paid = ok(shop.post(checkout + "21"));
    assertEquals(79L, ok(shop.get("/payment/find_user/" + user)).get("credit"));
    assertEquals(paid, ok(shop.post(checkout + "0")), "nothing is charged");
  }

  @Test
  void limitIsPartOfTheRequestOfAKey() {
    String user = shop.user(100);
    String checkout = "/orders/checkout/" + shop.order(user, shop.item(7, 10), 3);
    String key = "Idempotency-Key: k";
    Wire.Response refused = shop.post(checkout + "?max_total=20", key);
    assertEquals("price_changed", refused.code());
    assertEquals(422, shop.post(checkout + "?max_total=21", key).status());
    assertEquals(422, shop.post(checkout, key).status());
    assertEquals(refused.json(), shop.post(checkout + "?x=1&max_total=020", key).json());
  }

  @Test
  void orderKeepsItsPricesUntilItIsRepriced() {
    ok(shop.post("/stock/batch_init/2/10/5"));
    String order = shop.order(shop.user(100), "0", 2);
    ok(shop.post("/orders/addItem/" + order + "/1/1"));
    ok(shop.post("/stock/batch_init/1/10/8"));
    assertEquals(15L, ok(shop.get("/orders/find/" + order)).get("total_cost"));
    ok(shop.post("/orders/reprice/" + order, "Idempotency-Key: r"));
    assertEquals(21L, ok(shop.get("/orders/find/" + order)).get("total_cost"));
    ok(shop.post("/stock/batch_init/1/10/9"));
    ok(shop.post("/orders/reprice/" + order, "Idempotency-Key: r"));
    assertEquals(21L, ok(shop.get("/orders/find/" + order)).get("total_cost"));
    ok(shop.post("/orders/checkout/" + order + "?max_total=21"));
    assertEquals("order_paid", shop.post("/orders/reprice/" + order).code());
    assertEquals("unknown_order", shop.post("/orders/reprice/none").code());
  }

  @Test
  void orderWithAnUnknownItemIsNotRepriced() {
    ok(shop.post("/orders/batch_init/1/1/1/4"));
    Wire.Response refused = shop.post("/orders/reprice/0", "Idempotency-Key: r");
    assertEquals("unknown_item", refused.code());
    assertEquals("0", refused.json().get("item_id"));
    ok(shop.post("/stock/batch_init/1/10/9"));
    assertEquals(refused.json(), shop.post("/orders/reprice/0", "Idempotency-Key: r").json());
    assertEquals(8L, ok(shop.get("/orders/find/0")).get("total_cost"));
    ok(shop.post("/orders/reprice/0"));
    assertEquals(18L, ok(shop.get("/orders/find/0")).get("total_cost"));
  }

  private static List<?> details(String id, Wire.Response refused) {
    return Stream.of(id, "wanted", "left", "missing").map(refused.json()::get).toList();
  }

  @Test
  void refusalForLackOfCreditSaysWhatIsMissing() {
    String user = shop.user(20);
    String order = shop.order(user, shop.item(7, 10), 3);
    Wire.Response refused = shop.post("/orders/checkout/" + order);
    assertEquals("out_of_credit", refused.code());
    assertEquals(List.of(user, 21L, 20L, 1L), details("user_id", refused));
    assertEquals(
        List.of(user, 25L, 20L, 5L), details("user_id", shop.post("/payment/pay/" + user + "/25")));
  }

  @Test
  void cancelledOrderGivesBackStockAndCreditOnce() {
    String item = shop.item(7, 10);
    String user = shop.user(100);
    String order = shop.order(user, item, 3);
    assertEquals("order_not_paid", shop.post("/orders/cancel/" + order).code());
    ok(shop.post("/orders/checkout/" + order));
    Map<String, Object> first = ok(shop.post("/orders/cancel/" + order));
    assertTrue(first.get("refund_id") instanceof String);
    assertEquals(first, ok(shop.post("/orders/cancel/" + order)));
    assertEquals(10L, ok(shop.get("/stock/find/" + item)).get("stock"));
    assertEquals(100L, ok(shop.get("/payment/find_user/" + user)).get("credit"));
    assertEquals(false, ok(shop.get("/orders/find/" + order)).get("paid"));
  }

  @Test
  void cancelledPiecesComeBackOnceAndTheRestStaysPaid() {
    String item = shop.item(7, 10);
    String user = shop.user(100);
    String order = shop.order(user, item, 3);
    String one = "/orders/cancelItem/" + order + "/" + item + "/1";
    assertEquals("order_not_paid", shop.post(one).code());
    ok(shop.post("/orders/checkout/" + order));
    for (String quantity : List.of("0", "-1", "1.5", "9007199254740992", "99999999999999999999")) {
      String path = "/orders/cancelItem/" + order + "/" + item + "/" + quantity;
      assertEquals(400, shop.post(path).status(), path);
    }
    assertEquals(
        "not_in_order", shop.post("/orders/cancelItem/" + order + "/" + item + "/4").code());
    assertEquals("not_in_order", shop.post("/orders/cancelItem/" + order + "/none/1").code());
    Map<String, Object> first = ok(shop.post(one, "Idempotency-Key: once"));
    assertEquals(first, ok(shop.post(one, "Idempotency-Key: once")));
    assertEquals(8L, ok(shop.get("/stock/find/" + item)).get("stock"));
    assertEquals(86L, ok(shop.get("/payment/find_user/" + user)).get("credit"));
    Map<String, Object> left = ok(shop.get("/orders/find/" + order));
    assertEquals(true, left.get("paid"));
    assertEquals(14L, left.get("total_cost"));
    ok(shop.post("/orders/cancel/" + order));
    assertEquals("order_cancelled", shop.post(one).code());
    assertEquals(10L, ok(shop.get("/stock/find/" + item)).get("stock"));
    assertEquals(100L, ok(shop.get("/payment/find_user/" + user)).get("credit"));
  }

  @Test
  void cancelledOrderIsNotPaidOrChangedAgain() {
    String item = shop.item(7, 10);
    String order = shop.order(shop.user(100), item, 3);
    ok(shop.post("/orders/checkout/" + order));
    ok(shop.post("/orders/cancel/" + order));
    for (String path :
        List.of(
            "/orders/checkout/" + order,
            "/orders/addItem/" + order + "/" + item + "/1",
            "/orders/removeItem/" + order + "/" + item + "/1",
            "/orders/clear/" + order)) {
      Wire.Response refused = shop.post(path);
      assertEquals(400, refused.status());
      assertEquals("order_cancelled", refused.code());
    }
  }

  @Test
  void checkoutJoinsTheOneThatIsOpen() {
    String user = shop.user(100);
    String order = shop.order(user, shop.item(7, 10), 3);
    shop.engine.holdMessages();
    List<Wire> clients = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Wire client = shop.connect();
      client.send(Wire.head("POST", "/orders/checkout/" + order));
      clients.add(client);
    }
    Await.until("all five have come", () -> shop.engine.checkouts() == 5);
    Wire.Response edit = shop.post("/orders/addItem/" + order + "/" + shop.item(1, 1) + "/1");
    assertEquals("checkout_in_progress", edit.code());
    shop.engine.release();
    Map<String, Object> first = ok(clients.getFirst().read());
    for (Wire client : clients.subList(1, clients.size())) {
      assertEquals(first, ok(client.read()));
      client.close();
    }
    clients.getFirst().close();
    assertEquals(79L, ok(shop.get("/payment/find_user/" + user)).get("credit"));
  }
}
