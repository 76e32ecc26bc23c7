package tercet.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static tercet.gateway.TestGateway.ok;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.testing.testbed.server.Await;

final class IdempotencyKeyTest {
  private final TestGateway shop = new TestGateway();

  @AfterEach
  void close() {
    shop.close();
  }

  private Wire.Response keyed(String key, String path) {
    return shop.post(path, "Idempotency-Key: " + key);
  }

  private long stock(String item) {
    return (Long) ok(shop.get("/stock/find/" + item)).getOrDefault("stock", -1L);
  }

  private long credit(String user) {
    return (Long) ok(shop.get("/payment/find_user/" + user)).getOrDefault("credit", -1L);
  }

  @Test
  void repeatedRequestHappensOnceAndIsAnsweredAlike() {
    String item = shop.item(5, 10);
    Wire.Response first = keyed("k", "/stock/add/" + item + "/3");
    assertEquals(first.json(), ok(keyed("k", "/stock/add/" + item + "/3")));
    assertEquals(13, stock(item));
    ok(keyed("other", "/stock/add/" + item + "/3"));
    assertEquals(16, stock(item));
  }

  @Test
  void everyCreateIsRepeatedWithTheSameId() {
    for (String path :
        List.of("/stock/item/create/1", "/payment/create_user", "/orders/create/u")) {
      Map<String, Object> first = ok(keyed("key-of" + path, path));
      assertEquals(first, ok(keyed("key-of" + path, path)));
      assertNotEquals(first, ok(keyed("another" + path, path)));
    }
  }

  @Test
  void refusalIsRepeatedEvenIfItWouldSucceedByNow() {
    String item = shop.item(5, 1);
    Wire.Response first = keyed("k", "/stock/subtract/" + item + "/2");
    assertEquals("out_of_stock", first.code());
    assertEquals(1L, first.json().get("left"));
    ok(shop.post("/stock/add/" + item + "/9"));
    assertEquals(first.json(), keyed("k", "/stock/subtract/" + item + "/2").json());
    assertEquals(10, stock(item));
  }

  @Test
  void keyOfAnotherRequestIsRefused() {
    String item = shop.item(5, 10);
    ok(keyed("k", "/stock/add/" + item + "/3"));
    for (String path :
        List.of(
            "/stock/add/" + item + "/4",
            "/stock/subtract/" + item + "/3",
            "/stock/add/other/3",
            "/payment/create_user")) {
      Wire.Response refused = keyed("k", path);
      assertEquals(422, refused.status());
      assertEquals("idempotency_key_reused", refused.code());
    }
    assertEquals(13, stock(item));
  }

  @Test
  void sameRequestMayBeSpeltDifferently() {
    String item = shop.item(5, 10);
    ok(keyed("k", "/stock/add/" + item + "/3"));
    ok(keyed("k", "/%73tock/add/" + item + "/003?retry=1"));
    assertEquals(13, stock(item));
  }

  @Test
  void addItemIsRepeatedWhateverThePriceIsByNow() {
    ok(shop.post("/stock/batch_init/1/10/5"));
    String order = shop.made("/orders/create/u", "order_id");
    ok(keyed("k", "/orders/addItem/" + order + "/0/2"));
    ok(shop.post("/stock/batch_init/1/10/7"));
    ok(keyed("k", "/orders/addItem/" + order + "/0/2"));
    assertEquals(10L, ok(shop.get("/orders/find/" + order)).get("total_cost"));
  }

  @Test
  void addItemOfAnUnknownItemIsRefusedAgainEvenIfItIsKnownByNow() {
    String order = shop.made("/orders/create/u", "order_id");
    assertEquals("unknown_item", keyed("k", "/orders/addItem/" + order + "/0/2").code());
    ok(shop.post("/stock/batch_init/1/10/5"));
    assertEquals("unknown_item", keyed("k", "/orders/addItem/" + order + "/0/2").code());
    assertEquals(List.of(), ok(shop.get("/orders/find/" + order)).get("items"));
  }

  @Test
  void checkoutIsRepeatedWithTheSameTransaction() {
    String user = shop.user(100);
    String order = shop.order(user, shop.item(7, 10), 3);
    Map<String, Object> first = ok(keyed("k", "/orders/checkout/" + order));
    assertEquals(first, ok(keyed("k", "/orders/checkout/" + order)));
  }

  @Test
  void secondRequestWaitsForTheFirst() {
    String user = shop.user(100);
    String order = shop.order(user, shop.item(7, 10), 3);
    shop.engine.holdMessages();
    String head = Wire.head("POST", "/orders/checkout/" + order, "Idempotency-Key: k");
    try (Wire first = shop.connect();
        Wire second = shop.connect()) {
      first.send(head);
      Await.until("the first has come", () -> shop.engine.checkouts() == 1);
      second.send(head);
      Await.until("the second has come", () -> shop.engine.checkouts() == 2);
      shop.engine.release();
      assertEquals(ok(second.read()), ok(first.read()));
    }
  }

  @Test
  void keyOfACheckoutThatMeetsOneInProgressStandsForTheOutcome() {
    String user = shop.user(100);
    String order = shop.order(user, shop.item(7, 10), 3);
    shop.engine.holdMessages();
    try (Wire met = shop.connect();
        Wire joining = shop.connect()) {
      met.send(Wire.head("POST", "/orders/checkout/" + order));
      Await.until("the first has come", () -> shop.engine.checkouts() == 1);
      joining.send(Wire.head("POST", "/orders/checkout/" + order, "Idempotency-Key: k"));
      Await.until("the second has come", () -> shop.engine.checkouts() == 2);
      shop.engine.release();
      Map<String, Object> outcome = ok(met.read());
      assertEquals(outcome, ok(joining.read()));
      assertEquals(outcome, ok(keyed("k", "/orders/checkout/" + order)));
    }
    assertEquals(79L, credit(user));
  }

  /** Such a checkout cannot be joined. It occupies the order until everything is given back. */
  @Test
  void keyOfACheckoutThatMeetsARefusedOneStandsForACheckoutOfItsOwn() {
    String user = shop.user(100);
    String order = shop.order(user, shop.item(7, 10), 3);
    shop.engine.holdMessages();
    try (Wire met = shop.connect();
        Wire waiting = shop.connect()) {
      met.send(Wire.head("POST", "/orders/checkout/" + order));
      Await.until("the first has come", () -> shop.engine.checkouts() == 1);
      shop.engine.elapse(TestGateway.PATIENT.deadline());
      assertEquals("deadline_exceeded", met.read().code());
      waiting.send(Wire.head("POST", "/orders/checkout/" + order, "Idempotency-Key: k"));
      Await.until("it is asked again", () -> shop.engine.checkouts() >= 3);
      shop.engine.release();
      Map<String, Object> paid = ok(waiting.read());
      assertEquals(paid, ok(keyed("k", "/orders/checkout/" + order)));
    }
    assertEquals(79L, credit(user));
  }

  @Test
  void addingToAnOrderInCheckoutIsRefusedForItsKeyAndAllowedWithANewOne() {
    String item = shop.item(7, 2);
    String order = shop.order(shop.user(100), item, 3);
    String path = "/orders/addItem/" + order + "/" + item + "/1";
    shop.engine.holdMessages();
    try (Wire checkout = shop.connect()) {
      checkout.send(Wire.head("POST", "/orders/checkout/" + order));
      Await.until("the first has come", () -> shop.engine.checkouts() == 1);
      assertEquals("checkout_in_progress", keyed("k", path).code());
      shop.engine.release();
      assertEquals("out_of_stock", checkout.read().code());
    }
    assertEquals("checkout_in_progress", keyed("k", path).code());
    ok(keyed("new", path));
    assertEquals(28L, ok(shop.get("/orders/find/" + order)).get("total_cost"));
  }

  @Test
  void batchInitIsRepeatedWithoutEffect() {
    ok(keyed("k", "/orders/batch_init/50/10/10/5"));
    Map<Key, StoredRecord> before = shop.engine.records();
    ok(keyed("k", "/orders/batch_init/50/10/10/5"));
    assertEquals(before, shop.engine.records());
    ok(shop.post("/orders/batch_init/50/10/10/5"));
    assertNotEquals(before, shop.engine.records());
  }

  @Test
  void badInputDoesNotUseUpTheKey() {
    assertEquals("bad_amount", keyed("k", "/stock/item/create/-1").code());
    ok(keyed("k", "/stock/item/create/1"));
  }

  @Test
  void longestKeyIsTaken() {
    ok(keyed("!~".repeat(127) + "x", "/payment/create_user"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Idempotency-Key:",
        "Idempotency-Key: a b",
        "Idempotency-Key: \u00e9",
        "Idempotency-Key: a\tb",
        "IDEMPOTENCY-KEY: a b",
        "Idempotency-Key: a\r\nIdempotency-Key: b",
        "Idempotency-Key: a\r\nidempotency-key: a"
      })
  void keyThatIsNoneIsRefused(String header) {
    assertRefused(header);
  }

  @Test
  void keyThatIsTooLongIsRefused() {
    assertRefused("Idempotency-Key: " + "a".repeat(256));
  }

  private void assertRefused(String header) {
    Map<Key, StoredRecord> before = shop.engine.records();
    Wire.Response refused = shop.post("/payment/create_user", header);
    assertEquals(400, refused.status());
    assertEquals("bad_idempotency_key", refused.code());
    assertEquals(before, shop.engine.records());
  }

  @Test
  void readsIgnoreTheKey() {
    String item = shop.item(5, 10);
    try (Wire wire = shop.connect()) {
      ok(wire.request("GET", "/stock/find/" + item, "Idempotency-Key: a b"));
    }
  }
}
