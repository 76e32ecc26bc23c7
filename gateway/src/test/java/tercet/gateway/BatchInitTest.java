package tercet.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tercet.gateway.TestGateway.ok;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class BatchInitTest {
  private final TestGateway shop = new TestGateway();

  @AfterEach
  void close() {
    shop.close();
  }

  @Test
  void everyIdOfTheRangeIsMadeAndNoOther() {
    Map<String, Object> reply = ok(shop.post("/stock/batch_init/50001/7/3"));
    assertEquals(Set.of("msg"), reply.keySet());
    assertEquals(50_001, shop.engine.records().size());
    for (String item : List.of("0", "19999", "20000", "39999", "40000", "50000")) {
      assertEquals(Map.of("stock", 7L, "price", 3L), ok(shop.get("/stock/find/" + item)));
    }
    assertEquals("unknown_item", shop.get("/stock/find/50001").code());
  }

  @Test
  void nothingIsMadeOfZero() {
    ok(shop.post("/stock/batch_init/0/7/3"));
    ok(shop.post("/payment/batch_init/0/7"));
    ok(shop.post("/orders/batch_init/0/1/1/7"));
    assertTrue(shop.engine.records().isEmpty());
  }

  @Test
  void whatIsThereIsOverwritten() {
    ok(shop.post("/payment/batch_init/3/7"));
    ok(shop.post("/payment/pay/1/5"));
    ok(shop.post("/payment/batch_init/3/9"));
    assertEquals(9L, ok(shop.get("/payment/find_user/1")).get("credit"));
  }

  @Test
  void ordersHaveARandomUserAndTwoRandomItems() {
    ok(shop.post("/orders/batch_init/200/5/7/3"));
    Set<Object> users = new HashSet<>();
    Set<Object> items = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      Map<String, Object> order = ok(shop.get("/orders/find/" + i));
      users.add(String.valueOf(order.get("user_id")));
      assertEquals(6L, order.get("total_cost"));
      assertEquals(false, order.get("paid"));
      long pieces = 0;
      for (Object line : (List<?>) order.getOrDefault("items", List.of())) {
        List<?> pair = (List<?>) line;
        items.add(pair.getFirst());
        pieces += (Long) pair.getLast();
      }
      assertEquals(2, pieces);
    }
    assertEquals(Set.of("0", "1", "2", "3", "4", "5", "6"), users);
    assertEquals(Set.of("0", "1", "2", "3", "4"), items);
  }
}
