package tercet.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tercet.gateway.TestGateway.ok;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tercet.gateway.contract.ReservationLimits;
import tercet.kernel.command.Command;
import tercet.kernel.decision.Request;
import tercet.kernel.id.ItemId;
import tercet.runtime.transport.Envelope;
import tercet.testing.testbed.server.Await;

/** Reservations and releases that are repeated, refused, or without an answer. */
final class RepeatedReservationTest {
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

  private static String reserve(String order, int seconds) {
    return "/orders/reserve/" + order + "/" + seconds;
  }

  @Test
  void repeatedReleaseLeavesANewerReservation() {
    String item = shop.item(7, 5);
    String order = shop.order(shop.user(100), item, 2);
    ok(shop.post(reserve(order, 60)));
    ok(shop.post("/orders/release/" + order, "Idempotency-Key: k"));
    ok(shop.post("/orders/addItem/" + order + "/" + item + "/1"));
    ok(shop.post(reserve(order, 60)));
    ok(shop.post("/orders/release/" + order, "Idempotency-Key: k"));
    assertEquals(3L, item(item).get("held"));
    assertTrue(order(order).containsKey("reserved_until"));
  }

  @Test
  void repeatedReservationLeavesTheOneThatItMade() {
    String item = shop.item(7, 3);
    String order = shop.order(shop.user(100), item, 2);
    Map<String, Object> first = ok(shop.post(reserve(order, 60), "Idempotency-Key: k"));
    ok(shop.post("/orders/addItem/" + order + "/" + item + "/3"));
    assertEquals(first, ok(shop.post(reserve(order, 60), "Idempotency-Key: k")));
    assertEquals(2L, item(item).get("held"));
    assertEquals("out_of_stock", shop.post(reserve(order, 60)).code());
    assertEquals(2L, item(item).get("held"), "what it has stays");
    assertEquals(first.get("reserved_until"), order(order).get("reserved_until"));
  }

  @Test
  void reservationThatTheOrdersShardShedsIsNotCalledNotBegun() {
    String item = shop.item(7, 3);
    String order = shop.order(shop.user(100), item, 1);
    shop.engine.shed(command -> command instanceof Command.Reserve);
    assertEquals("no_answer", shop.post(reserve(order, 60)).code());
    shop.engine.shed(command -> command instanceof Command.BeginReserve);
    assertEquals("overloaded", shop.post(reserve(order, 60)).code());
    shop.engine.shed(command -> false);
    ok(shop.post(reserve(order, 60)));
    assertEquals(1L, item(item).get("held"));
  }

  @Test
  void refusedReservationsTakeNoPlace() {
    String user = shop.user(100);
    String scarce = shop.item(7, 1);
    for (int i = 0; i < 3; i++) {
      assertEquals("out_of_stock", shop.post(reserve(shop.order(user, scarce, 2), 60)).code());
    }
    String paid = shop.order(user, shop.item(7, 3), 1);
    ok(shop.post("/orders/checkout/" + paid));
    ok(shop.post("/orders/cancel/" + paid));
    assertEquals("order_cancelled", shop.post(reserve(paid, 60)).code());
    String item = shop.item(7, 3);
    String busy = shop.order(user, item, 1);
    shop.engine.holdMessages();
    try (Wire buyer = shop.connect()) {
      buyer.send(Wire.head("POST", "/orders/checkout/" + busy));
      Await.until("the checkout has begun", () -> shop.engine.checkouts() == 2);
      assertEquals("checkout_in_progress", shop.post(reserve(busy, 60)).code());
      assertEquals(Map.of("stock", 3L, "price", 7L), item(item));
      shop.engine.release();
      ok(buyer.read());
    }
    ok(shop.post(reserve(shop.order(user, item, 1), 60)));
    ok(shop.post(reserve(shop.order(user, item, 1), 60)));
    assertEquals("too_many_reservations", shop.post(reserve(shop.order(user, item, 1), 60)).code());
  }

  @Test
  void refusedReservationLeavesThePlaceOfAReleasedOne() {
    String user = shop.user(100);
    String item = shop.item(7, 9);
    String scarce = shop.item(7, 1);
    for (int i = 0; i < 2; i++) {
      String order = shop.order(user, item, 1);
      ok(shop.post(reserve(order, 60)));
      ok(shop.post("/orders/release/" + order));
      ok(shop.post("/orders/addItem/" + order + "/" + scarce + "/2"));
      assertEquals("out_of_stock", shop.post(reserve(order, 60)).code());
    }
    assertEquals("too_many_reservations", shop.post(reserve(shop.order(user, item, 1), 60)).code());
  }

  private static TestGateway impatient() {
    return new TestGateway(
        TestGateway.FREE_PORTS, TestGateway.settings(100, Duration.ofMillis(300)));
  }

  private static boolean keeps(Envelope envelope, String item) {
    return envelope instanceof Envelope.ToShard(Request request)
        && request.command() instanceof Command.KeepPieces keep
        && keep.pieces().stream().anyMatch(one -> one.item().value().equals(item));
  }

  /** Two items of different shards. */
  private static List<String> twoItems(TestGateway gateway) {
    String first = gateway.item(7, 3);
    String second = gateway.item(7, 3);
    while (gateway.shards.of(new ItemId(first)).equals(gateway.shards.of(new ItemId(second)))) {
      second = gateway.item(7, 3);
    }
    return List.of(first, second);
  }

  private static Object held(TestGateway gateway, String item) {
    return ok(gateway.get("/stock/find/" + item)).getOrDefault("held", 0L);
  }

  @Test
  void reservationThatIsRepeatedAfterAReleaseKeepsAllAgain() {
    try (TestGateway gateway = impatient()) {
      List<String> items = twoItems(gateway);
      String order = gateway.order(gateway.user(100), items.getFirst(), 1);
      ok(gateway.post("/orders/addItem/" + order + "/" + items.getLast() + "/1"));
      gateway.engine.hold(envelope -> keeps(envelope, items.getLast()));
      Wire.Response unknown = gateway.post(reserve(order, 60), "Idempotency-Key: k");
      assertEquals("no_answer", unknown.code());
      assertEquals(1L, held(gateway, items.getFirst()));
      gateway.engine.hold(envelope -> false);
      ok(gateway.post("/orders/release/" + order));
      assertEquals(0L, held(gateway, items.getFirst()));
      ok(gateway.post(reserve(order, 60), "Idempotency-Key: k"));
      assertEquals(1L, held(gateway, items.getFirst()));
      assertEquals(1L, held(gateway, items.getLast()));
      gateway.engine.release(); // what was under way comes late
      ok(gateway.post("/orders/release/" + order));
      assertEquals(0L, held(gateway, items.getLast()));
    }
  }

  @Test
  void twoReservationsAtOnceThatAreRefusedLeaveNothing() throws Exception {
    try (TestGateway gateway = impatient()) {
      List<String> items = twoItems(gateway);
      String order = gateway.order(gateway.user(100), items.getFirst(), 1);
      ok(gateway.post("/orders/addItem/" + order + "/" + items.getLast() + "/4"));
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Callable<Wire.Response>> twice =
            Collections.nCopies(2, () -> gateway.post(reserve(order, 60)));
        for (Future<Wire.Response> done : threads.invokeAll(twice)) {
          assertEquals(400, done.get().status());
        }
      }
      assertEquals(0L, held(gateway, items.getFirst()));
    }
  }
}
