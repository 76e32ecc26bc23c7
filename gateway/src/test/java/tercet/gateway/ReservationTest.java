package tercet.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tercet.gateway.TestGateway.ok;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tercet.gateway.contract.ReservationLimits;

/** Stock that is held for orders, as clients see it. */
final class ReservationTest {
  private final TestGateway shop =
      new TestGateway(
          TestGateway.FREE_PORTS.withReservations(new ReservationLimits(Duration.ofMinutes(10), 2)),
          TestGateway.PATIENT);

  @AfterEach
  void close() {
    shop.close();
  }

  private Map<String, Object> item(String id) {
    return ok(shop.get("/stock/find/" + id));
  }

  private Map<String, Object> order(String id) {
    return ok(shop.get("/orders/find/" + id));
  }

  private Map<String, Object> status(String id) {
    return ok(shop.get("/orders/status/" + id));
  }

  @Test
  void refusedCheckoutLeavesTheOrderReserved() {
    String order = shop.order(shop.user(1), shop.item(7, 3), 1);
    Object until = ok(shop.post(reserve(order, 60))).get("reserved_until");
    assertEquals("out_of_credit", shop.post("/orders/checkout/" + order).code());
    assertEquals("refused", status(order).get("status"));
    assertEquals(until, status(order).get("reserved_until"));
  }

  private static String reserve(String order, int seconds) {
    return "/orders/reserve/" + order + "/" + seconds;
  }

  @Test
  void heldPiecesAreForTheirOrderAlone() {
    String item = shop.item(7, 3);
    String user = shop.user(100);
    String mine = shop.order(user, item, 2);
    String other = shop.order(user, item, 2);
    Object until = ok(shop.post(reserve(mine, 60))).get("reserved_until");
    Instant time = Instant.parse(String.valueOf(until));
    Duration left = Duration.between(shop.engine.clock().instant(), time);
    assertTrue(left.toSeconds() > 30 && left.toSeconds() <= 61, left::toString);
    assertEquals(Map.of("stock", 1L, "price", 7L, "held", 2L), item(item));
    assertEquals(until, order(mine).get("reserved_until"));
    assertEquals(
        Map.of("order_id", mine, "status", "unpaid", "reserved_until", until), status(mine));
    Wire.Response refused = shop.post("/orders/checkout/" + other);
    assertEquals("out_of_stock", refused.code());
    assertEquals(1L, refused.json().get("left"));
    assertEquals("out_of_stock", shop.post("/stock/subtract/" + item + "/2").code());
    ok(shop.post("/orders/checkout/" + mine));
    assertEquals(Map.of("stock", 1L, "price", 7L), item(item));
    assertFalse(order(mine).containsKey("reserved_until"));
    assertFalse(status(mine).containsKey("reserved_until"));
    assertEquals("order_paid", shop.post(reserve(mine, 60)).code());
    assertEquals("order_paid", shop.post("/orders/release/" + mine).code());
    assertEquals(Map.of("stock", 1L, "price", 7L), item(item));
  }

  @Test
  void itEndsByItself() {
    String item = shop.item(7, 3);
    String order = shop.order(shop.user(100), item, 2);
    ok(shop.post(reserve(order, 5)));
    shop.engine.elapse(Duration.ofSeconds(6));
    assertEquals(Map.of("stock", 3L, "price", 7L), item(item));
    assertFalse(order(order).containsKey("reserved_until"));
    assertEquals(Map.of("order_id", order, "status", "unpaid"), status(order));
    ok(shop.post("/orders/clear/" + order));
  }

  @Test
  void refusedReservationHoldsNothing() {
    String item = shop.item(7, 3);
    String scarce = shop.item(7, 1);
    String order = shop.order(shop.user(100), item, 2);
    ok(shop.post("/orders/addItem/" + order + "/" + scarce + "/2"));
    Wire.Response refused = shop.post(reserve(order, 60), "Idempotency-Key: r");
    assertEquals("out_of_stock", refused.code());
    assertEquals(scarce, refused.json().get("item_id"));
    assertEquals(Map.of("stock", 3L, "price", 7L), item(item));
    ok(shop.post("/stock/add/" + scarce + "/1"));
    assertEquals(
        refused.json(), shop.post(reserve(order, 60), "Idempotency-Key: r").json(), "the same");
    ok(shop.post(reserve(order, 60)));
    assertEquals(0L, item(scarce).get("stock"));
  }

  @Test
  void reservedOrderGrowsAndIsReservedAgain() {
    String item = shop.item(7, 3);
    String order = shop.order(shop.user(100), item, 1);
    ok(shop.post(reserve(order, 60)));
    for (String path : List.of("/orders/clear/" + order, "/orders/removeItem/" + order + "/x/1")) {
      Wire.Response refused = shop.post(path);
      assertEquals("order_reserved", refused.code());
      assertTrue(String.valueOf(refused.json().get("detail")).contains("/orders/release/"));
    }
    ok(shop.post("/orders/addItem/" + order + "/" + item + "/1"));
    assertEquals(1L, item(item).get("held"));
    ok(shop.post(reserve(order, 30)));
    assertEquals(2L, item(item).get("held"));
    ok(shop.post("/orders/release/" + order));
    ok(shop.post("/orders/release/" + order));
    assertEquals(Map.of("stock", 3L, "price", 7L), item(item));
    ok(shop.post("/orders/clear/" + order));
  }

  @Test
  void repeatedRequestWithAKeyTellsTheSameTime() {
    String order = shop.order(shop.user(100), shop.item(7, 3), 1);
    Map<String, Object> first = ok(shop.post(reserve(order, 60), "Idempotency-Key: k"));
    shop.engine.elapse(Duration.ofSeconds(5));
    assertEquals(first, ok(shop.post(reserve(order, 60), "Idempotency-Key: k")));
    assertEquals(422, shop.post(reserve(order, 61), "Idempotency-Key: k").status());
  }

  @Test
  void userReservesSoManyOrders() {
    String item = shop.item(7, 10);
    String user = shop.user(100);
    String first = shop.order(user, item, 1);
    ok(shop.post(reserve(first, 60)));
    ok(shop.post(reserve(shop.order(user, item, 1), 600)));
    String third = shop.order(user, item, 1);
    Wire.Response refused = shop.post(reserve(third, 60));
    assertEquals("too_many_reservations", refused.code());
    ok(shop.post("/orders/release/" + first));
    assertEquals("too_many_reservations", shop.post(reserve(third, 60)).code(), "until its time");
    ok(shop.post(reserve(first, 60)));
    assertEquals(2L, item(item).get("held"));
    shop.engine.elapse(Duration.ofSeconds(62));
    ok(shop.post(reserve(third, 60)));
    ok(shop.post(reserve(shop.order(shop.user(0), item, 1), 60)));
  }

  @Test
  void secondReservationIsNeverShorter() {
    String item = shop.item(7, 3);
    String other = shop.item(7, 3);
    String order = shop.order(shop.user(100), item, 1);
    Object until = ok(shop.post(reserve(order, 600))).get("reserved_until");
    ok(shop.post("/orders/addItem/" + order + "/" + other + "/1"));
    assertEquals(until, ok(shop.post(reserve(order, 1))).get("reserved_until"));
    shop.engine.elapse(Duration.ofSeconds(30));
    assertEquals(1L, item(other).get("held"));
    ok(shop.post("/orders/release/" + order));
    assertEquals(Map.of("stock", 3L, "price", 7L), item(item));
    assertEquals(Map.of("stock", 3L, "price", 7L), item(other));
  }

  @Test
  void orderIsNotReservedForEver() {
    String order = shop.order(shop.user(100), shop.item(7, 3), 1);
    ok(shop.post(reserve(order, 600)));
    shop.engine.elapse(Duration.ofSeconds(590));
    ok(shop.post(reserve(order, 600)));
    shop.engine.elapse(Duration.ofSeconds(590));
    assertEquals("reserved_too_long", shop.post(reserve(order, 600)).code());
    ok(shop.post("/orders/release/" + order));
    assertEquals("reserved_too_long", shop.post(reserve(order, 600)).code(), "nor so");
    ok(shop.post(reserve(order, 1)));
    shop.engine.elapse(Duration.ofSeconds(11));
    ok(shop.post(reserve(order, 600)));
  }

  @Test
  void whatCannotBeReserved() {
    String order = shop.order(shop.user(100), shop.item(7, 10), 1);
    for (String seconds : List.of("0", "-1", "1.5", "x", "86401", "99999999999999999999")) {
      assertEquals(
          "bad_seconds", shop.post("/orders/reserve/" + order + "/" + seconds).code(), seconds);
    }
    Wire.Response longer = shop.post(reserve(order, 601));
    assertEquals("bad_seconds", longer.code());
    assertTrue(String.valueOf(longer.json().get("detail")).contains("600"));
    assertEquals("unknown_order", shop.post(reserve("none", 60)).code());
    assertEquals("unknown_order", shop.post("/orders/release/none").code());
    String stranger = shop.made("/orders/create/nobody", "order_id");
    assertEquals("unknown_user", shop.post(reserve(stranger, 60)).code());
  }
}
