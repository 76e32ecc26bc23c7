package tercet.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tercet.gateway.TestGateway.ok;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class OpenApiTest {
  private static final TestGateway SHOP = new TestGateway();
  private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");

  /** As the contract lists them, with the fields of the reply. */
  private static final Map<String, Set<String>> CONTRACT =
      Map.ofEntries(
          Map.entry("post /stock/item/create/{price}", Set.of("item_id")),
          Map.entry("get /stock/find/{item_id}", Set.of("stock", "price", "held")),
          Map.entry("post /stock/add/{item_id}/{amount}", Set.of("done")),
          Map.entry("post /stock/subtract/{item_id}/{amount}", Set.of("done")),
          Map.entry("post /stock/batch_init/{n}/{starting_stock}/{item_price}", Set.of("msg")),
          Map.entry("post /payment/create_user", Set.of("user_id")),
          Map.entry("get /payment/find_user/{user_id}", Set.of("user_id", "credit")),
          Map.entry("post /payment/add_funds/{user_id}/{amount}", Set.of("done")),
          Map.entry("post /payment/pay/{user_id}/{amount}", Set.of("done")),
          Map.entry("post /payment/batch_init/{n}/{starting_money}", Set.of("msg")),
          Map.entry("post /orders/create/{user_id}", Set.of("order_id")),
          Map.entry(
              "get /orders/find/{order_id}",
              Set.of("order_id", "paid", "items", "user_id", "total_cost", "reserved_until")),
          Map.entry("get /orders/status/{order_id}", Set.of("order_id", "status")),
          Map.entry("post /orders/addItem/{order_id}/{item_id}/{quantity}", Set.of("done")),
          Map.entry("post /orders/removeItem/{order_id}/{item_id}/{quantity}", Set.of("done")),
          Map.entry("delete /orders/removeItem/{order_id}/{item_id}", Set.of("done")),
          Map.entry("post /orders/clear/{order_id}", Set.of("done")),
          Map.entry("post /orders/reprice/{order_id}", Set.of("done")),
          Map.entry("post /orders/reserve/{order_id}/{seconds}", Set.of("reserved_until")),
          Map.entry("post /orders/release/{order_id}", Set.of("done")),
          Map.entry("post /orders/cancel/{order_id}", Set.of("refund_id")),
          Map.entry("post /orders/cancelItem/{order_id}/{item_id}/{quantity}", Set.of("refund_id")),
          Map.entry("post /orders/checkout/{order_id}", Set.of("transaction_id")),
          Map.entry("post /orders/batch_init/{n}/{n_items}/{n_users}/{item_price}", Set.of("msg")));

  /** Fields that a reply has only while an order is reserved. */
  private static final Map<String, Set<String>> SOMETIMES =
      Map.of(
          "get /stock/find/{item_id}", Set.of("held"),
          "get /orders/find/{order_id}", Set.of("reserved_until"));

  @AfterAll
  static void close() {
    SHOP.close();
  }

  private static Map<String, Object> document() {
    Wire.Response response = SHOP.get("/openapi.json");
    assertEquals("application/json", response.header("Content-Type"));
    return ok(response);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> in(Map<String, Object> object, String... names) {
    Map<String, Object> at = object;
    for (String name : names) {
      at = (Map<String, Object>) at.get(name);
      assertNotNull(at, name);
    }
    return at;
  }

  @Test
  void documentListsTheContractAndNothingElse() {
    Set<String> routes = new HashSet<>();
    Map<String, Object> paths = in(document(), "paths");
    paths
        .keySet()
        .forEach(path -> in(paths, path).keySet().forEach(m -> routes.add(m + " " + path)));
    assertEquals(CONTRACT.keySet(), routes);
    assertEquals("3.1.0", document().get("openapi"));
  }

  @Test
  void documentNamesTheFieldsOfEveryReply() {
    Map<String, Object> paths = in(document(), "paths");
    CONTRACT.forEach((route, fields) -> {
      String[] words = route.split(" ", 2);
      Map<String, Object> schema =
          in(
              paths,
              words[1],
              words[0],
              "responses",
              "200",
              "content",
              "application/json",
              "schema");
      Set<String> properties = in(schema, "properties").keySet();
      assertTrue(properties.containsAll(fields), route + ": " + properties);
      assertTrue(properties.equals(fields) || words[1].contains("/status/"), route);
      Set<String> always = new HashSet<>(fields);
      always.removeAll(SOMETIMES.getOrDefault(route, Set.of()));
      assertEquals(always, Set.copyOf((List<?>) schema.getOrDefault("required", List.of())));
    });
  }

  @Test
  void everyOperationHasAnIdOfItsOwn() {
    List<String> ids =
        Pattern.compile("operationId=(\\w+)")
            .matcher(document().toString())
            .results()
            .map(match -> match.group(1))
            .toList();
    assertEquals(CONTRACT.size(), ids.size());
    assertEquals(ids.size(), Set.copyOf(ids).size(), ids.toString());
  }

  @Test
  void everyParameterOfAPathIsDeclared() {
    Map<String, Object> document = document();
    Map<String, Object> paths = in(document, "paths");
    paths.forEach((path, item) -> {
      String operation = item.toString();
      PARAMETER
          .matcher(path)
          .results()
          .map(match -> match.group(1))
          .forEach(name -> {
            assertTrue(operation.contains("#/components/parameters/" + name + "}"), path);
            Map<String, Object> declared = in(document, "components", "parameters", name);
            assertEquals(name, declared.get("name"));
            assertEquals(true, declared.get("required"));
            assertEquals("path", declared.get("in"));
          });
    });
  }

  @Test
  void limitOfACheckoutIsDeclared() {
    Map<String, Object> document = document();
    Map<String, Object> declared = in(document, "components", "parameters", "max_total");
    assertEquals("query", declared.get("in"));
    assertEquals(false, declared.get("required"));
    String checkout = in(document, "paths", "/orders/checkout/{order_id}").toString();
    assertTrue(checkout.contains("#/components/parameters/max_total}"), checkout);
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    Map<String, Object> document = document();
    Pattern.compile("#/([\\w/-]+)")
        .matcher(document.toString())
        .results()
        .forEach(match -> in(document, match.group(1).split("/", -1)));
  }

  @Test
  void replyOfEveryReadHasTheFieldsOfTheDocument() {
    String item = SHOP.item(1, 1);
    String user = SHOP.user(1);
    String reserved = SHOP.order(SHOP.user(1), item, 1);
    ok(SHOP.post("/orders/reserve/" + reserved + "/60"));
    for (Map.Entry<String, String> read :
        Map.of(
                "get /stock/find/{item_id}", "/stock/find/" + item,
                "get /payment/find_user/{user_id}", "/payment/find_user/" + user,
                "get /orders/find/{order_id}", "/orders/find/" + reserved)
            .entrySet()) {
      assertEquals(CONTRACT.get(read.getKey()), ok(SHOP.get(read.getValue())).keySet());
    }
  }
}
