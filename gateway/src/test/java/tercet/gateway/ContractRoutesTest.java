package tercet.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tercet.gateway.TestGateway.ok;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class ContractRoutesTest {
  private static final TestGateway SHOP = new TestGateway();
  private static final Map<String, Object> DONE = Map.of("done", true);

  @AfterAll
  static void close() {
    SHOP.close();
  }

  private static Map<String, Object> stock(String item) {
    return ok(SHOP.get("/stock/find/" + item));
  }

  private static Map<String, Object> user(String user) {
    return ok(SHOP.get("/payment/find_user/" + user));
  }

  private static Map<String, Object> order(String order) {
    return ok(SHOP.get("/orders/find/" + order));
  }

  @Test
  void newItemHasItsPriceAndNoStock() {
    Wire.Response made = SHOP.post("/stock/item/create/17");
    assertEquals("application/json", made.header("Content-Type"));
    assertEquals(Set.of("item_id"), ok(made).keySet());
    assertEquals(
        Map.of("stock", 0L, "price", 17L), stock(String.valueOf(made.json().get("item_id"))));
  }

  @Test
  void everyNewThingHasAnIdOfItsOwn() {
    assertNotEquals(
        SHOP.post("/stock/item/create/1").json(), SHOP.post("/stock/item/create/1").json());
    assertNotEquals(
        SHOP.post("/payment/create_user").json(), SHOP.post("/payment/create_user").json());
    assertNotEquals(SHOP.post("/orders/create/u").json(), SHOP.post("/orders/create/u").json());
  }

  @Test
  void stockIsAddedAndSubtracted() {
    String item = SHOP.made("/stock/item/create/3", "item_id");
    assertEquals(DONE, ok(SHOP.post("/stock/add/" + item + "/10")));
    assertEquals(DONE, ok(SHOP.post("/stock/subtract/" + item + "/4")));
    assertEquals(6L, stock(item).get("stock"));
  }

  @Test
  void stockNeverGoesBelowZero() {
    String item = SHOP.item(3, 5);
    Wire.Response refused = SHOP.post("/stock/subtract/" + item + "/6");
    assertEquals(400, refused.status());
    assertEquals("out_of_stock", refused.code());
    assertEquals(5L, stock(item).get("stock"));
  }

  @Test
  void creditIsAddedAndPaid() {
    String user = SHOP.made("/payment/create_user", "user_id");
    assertEquals(Map.of("user_id", user, "credit", 0L), user(user));
    assertEquals(DONE, ok(SHOP.post("/payment/add_funds/" + user + "/10")));
    assertEquals(DONE, ok(SHOP.post("/payment/pay/" + user + "/4")));
    assertEquals(6L, user(user).get("credit"));
  }

  @Test
  void creditNeverGoesBelowZero() {
    String user = SHOP.user(5);
    Wire.Response refused = SHOP.post("/payment/pay/" + user + "/6");
    assertEquals(400, refused.status());
    assertEquals("out_of_credit", refused.code());
    assertEquals(5L, user(user).get("credit"));
  }

  @Test
  void orderOfAnUnknownUserIsMadeAndEmpty() {
    String order = SHOP.made("/orders/create/nobody", "order_id");
    assertEquals(
        List.of("order_id", "paid", "items", "user_id", "total_cost"),
        List.copyOf(order(order).keySet()));
    assertEquals(
        Map.of(
            "order_id",
            order,
            "paid",
            false,
            "items",
            List.of(),
            "user_id",
            "nobody",
            "total_cost",
            0L),
        order(order));
  }

  @Test
  void sameItemTwiceIsOneLineAndKeepsItsPrices() {
    String item = SHOP.item(3, 5);
    String order = SHOP.order("u", item, 2);
    ok(SHOP.post("/orders/addItem/" + order + "/" + item + "/4"));
    assertEquals(List.of(List.of(item, 6L)), order(order).get("items"));
    assertEquals(18L, order(order).get("total_cost"));
  }

  @Test
  void piecesAreRemovedAtTheAverageOfTheirPrices() {
    String item = SHOP.item(3, 5);
    String order = SHOP.order("u", item, 5);
    assertEquals(DONE, ok(SHOP.post("/orders/removeItem/" + order + "/" + item + "/2")));
    assertEquals(List.of(List.of(item, 3L)), order(order).get("items"));
    assertEquals(9L, order(order).get("total_cost"));
    ok(SHOP.post("/orders/removeItem/" + order + "/" + item + "/3"));
    assertEquals(List.of(), order(order).get("items"));
  }

  @Test
  void morePiecesThanAreInTheOrderAreNotRemoved() {
    String item = SHOP.item(3, 5);
    String order = SHOP.order("u", item, 2);
    Wire.Response refused = SHOP.post("/orders/removeItem/" + order + "/" + item + "/3");
    assertEquals(400, refused.status());
    assertEquals("not_in_order", refused.code());
    assertEquals("not_in_order", SHOP.post("/orders/removeItem/" + order + "/none/1").code());
    assertEquals(List.of(List.of(item, 2L)), order(order).get("items"));
  }

  @Test
  void lineIsDeletedAndDeletingItAgainChangesNothing() {
    String item = SHOP.item(3, 5);
    String other = SHOP.item(4, 5);
    String order = SHOP.order("u", item, 2);
    ok(SHOP.post("/orders/addItem/" + order + "/" + other + "/1"));
    for (int time = 0; time < 2; time++) {
      assertEquals(DONE, ok(SHOP.delete("/orders/removeItem/" + order + "/" + item)));
      assertEquals(List.of(List.of(other, 1L)), order(order).get("items"));
      assertEquals(4L, order(order).get("total_cost"));
    }
    assertEquals("unknown_order", SHOP.delete("/orders/removeItem/none/" + item).code());
  }

  @Test
  void clearedOrderCanBeFilledAgain() {
    String item = SHOP.item(3, 5);
    String order = SHOP.order("u", item, 2);
    assertEquals(DONE, ok(SHOP.post("/orders/clear/" + order)));
    assertEquals(List.of(), order(order).get("items"));
    ok(SHOP.post("/orders/addItem/" + order + "/" + item + "/1"));
    assertEquals(List.of(List.of(item, 1L)), order(order).get("items"));
  }

  @Test
  void addingAnUnknownItemIsRefused() {
    String order = SHOP.made("/orders/create/u", "order_id");
    assertEquals("unknown_item", SHOP.post("/orders/addItem/" + order + "/none/1").code());
    assertEquals(List.of(), order(order).get("items"));
  }

  @Test
  void addingToAnUnknownOrderIsRefused() {
    String item = SHOP.item(1, 1);
    assertEquals("unknown_order", SHOP.post("/orders/addItem/none/" + item + "/1").code());
  }

  @Test
  void unknownThingsAreRefused() {
    assertUnknown("unknown_item", SHOP.get("/stock/find/none"));
    assertUnknown("unknown_item", SHOP.post("/stock/add/none/1"));
    assertUnknown("unknown_item", SHOP.post("/stock/subtract/none/1"));
    assertUnknown("unknown_user", SHOP.get("/payment/find_user/none"));
    assertUnknown("unknown_user", SHOP.post("/payment/add_funds/none/1"));
    assertUnknown("unknown_user", SHOP.post("/payment/pay/none/1"));
    assertUnknown("unknown_order", SHOP.get("/orders/find/none"));
    assertUnknown("unknown_order", SHOP.post("/orders/checkout/none"));
  }

  private static void assertUnknown(String code, Wire.Response response) {
    assertEquals(400, response.status());
    assertEquals(code, response.code());
  }

  @Test
  void refusalIsAProblemWithACodeAndASentence() {
    Wire.Response refused = SHOP.get("/stock/find/none");
    assertEquals("application/problem+json", refused.header("Content-Type"));
    assertEquals(
        Map.of(
            "type", "about:blank",
            "title", "Bad Request",
            "status", 400L,
            "detail", "There is no such item. Id: none.",
            "code", "unknown_item",
            "item_id", "none"),
        refused.json());
  }

  @Test
  void zeroIsAnAmount() {
    String item = SHOP.item(0, 0);
    assertEquals(DONE, ok(SHOP.post("/stock/subtract/" + item + "/0")));
    assertEquals(Map.of("stock", 0L, "price", 0L), stock(item));
  }

  @Test
  void largestAmountIsExact() {
    String largest = "9007199254740991";
    String item = SHOP.made("/stock/item/create/" + largest, "item_id");
    ok(SHOP.post("/stock/add/" + item + "/000" + largest));
    assertEquals(Map.of("stock", 9007199254740991L, "price", 9007199254740991L), stock(item));
    assertEquals("amount_too_large", SHOP.post("/stock/add/" + item + "/1").code());
  }

  @Test
  void idsAreOpaque() {
    String id = "a%2Fb%20%C3%A9%F0%9F%8D%8E;v=1";
    String order = SHOP.made("/orders/create/" + id, "order_id");
    assertEquals("a/b \u00e9\ud83c\udf4e;v=1", order(order).get("user_id"));
    String longest = "%F0%9F%8D%8E".repeat(128);
    String other = SHOP.made("/orders/create/" + longest, "order_id");
    assertEquals("\ud83c\udf4e".repeat(128), order(other).get("user_id"));
  }

  @Test
  void percentEncodedPathIsTheSamePath() {
    String item = SHOP.item(3, 5);
    assertEquals(5L, ok(SHOP.get("/%73tock/find/" + item)).get("stock"));
    ok(SHOP.post("/stock/add/" + item + "/%35"));
    assertEquals(10L, stock(item).get("stock"));
  }

  @Test
  void queryIsIgnored() {
    String item = SHOP.item(3, 5);
    assertEquals(5L, ok(SHOP.get("/stock/find/" + item + "?x=%zz&y=\u00ff/?")).get("stock"));
  }

  @Test
  void absoluteFormIsTheSamePath() {
    String item = SHOP.item(3, 5);
    assertEquals(5L, ok(SHOP.get("http://localhost:8000/stock/find/" + item)).get("stock"));
  }

  @Test
  void noopDoesNothing() {
    Wire.Response response = SHOP.post("/noop");
    assertEquals("application/json", response.header("Content-Type"));
    assertTrue(ok(response).isEmpty());
  }
}
