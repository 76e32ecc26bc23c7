package tercet.e2e.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tercet.testing.testbed.server.Await;
import tercet.testing.verifier.shop.ItemId;
import tercet.testing.verifier.shop.Line;
import tercet.testing.verifier.shop.Order;
import tercet.testing.verifier.shop.OrderId;
import tercet.testing.verifier.shop.ShopClient;
import tercet.testing.verifier.shop.UserId;

/**
 * Orders are paid and cancelled at the same time, wholly or one piece of them, by several clients
 * each, while the shop is killed: what is cancelled is given back once, and the rest stays paid.
 */
@Tag("quick")
@Timeout(180)
final class CancelledOrdersTest {
  private static final int RECORDS = 20;
  private static final int ORDERS = 600;
  private static final int CLIENTS = 16;
  private static final long STOCK = 1_000;
  private static final long CREDIT = 100_000;
  private static final long PRICE = 3;

  /** Of so many orders one is not cancelled, and of those every second one loses a piece. */
  private static final int KEPT_ONE_IN = 3;

  @TempDir private Path data = Path.of("");

  private final List<ItemId> firstItems = new ArrayList<>();
  private final AtomicInteger done = new AtomicInteger();

  @ParameterizedTest
  @ValueSource(strings = {"tcc", "saga", "choreography", "2pc"})
  void whatIsCancelledIsGivenBackOnceWhateverDies(String protocol) throws Exception {
    ShopProcess.Ports ports = ShopProcess.Ports.free();
    ShopProcess shop = ShopProcess.start(ports, data, List.of(), "--protocol", protocol);
    try (ShopClient client = new ShopClient(ports.uri());
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      client.initItems(RECORDS, STOCK, PRICE).value();
      client.initUsers(RECORDS, CREDIT).value();
      client.initOrders(ORDERS, RECORDS, RECORDS, PRICE).value();
      for (int order = 0; order < ORDERS; order++) {
        firstItems.add(client.findOrder(OrderId.of(order)).value().lines().getFirst().item());
      }
      List<Future<?>> customers = new ArrayList<>();
      for (int order = 0; order < ORDERS; order++) {
        int number = order;
        customers.add(clients.submit(() -> buyAndRegret(client, number)));
        if (isCancelled(order)) {
          customers.add(clients.submit(() -> regret(client, number)));
        }
      }
      while (done.get() < ORDERS / 3) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      }
      shop.kill();
      shop = ShopProcess.start(ports, data, List.of(), "--protocol", protocol);
      for (Future<?> customer : customers) {
        customer.get();
      }
      Await.until("everything is given back", () -> differences(client).isEmpty());
      assertEquals("order_cancelled", code(post(client, "/orders/checkout/1")));
      assertEquals("order_paid", code(post(client, "/orders/clear/0")));
    } finally {
      shop.close();
    }
  }

  private static boolean isCancelled(int order) {
    return order % KEPT_ONE_IN != 0;
  }

  private static boolean losesAPiece(int order) {
    return order % (2 * KEPT_ONE_IN) == 0;
  }

  private void buyAndRegret(ShopClient client, int order) {
    HttpResponse<String> paid;
    do {
      paid = post(client, "/orders/checkout/" + order);
    } while (paid.statusCode() == 400 && code(paid).equals("deadline_exceeded"));
    if (paid.statusCode() != 200) {
      assertEquals("order_cancelled", code(paid), "another client cancelled it first");
    }
    if (isCancelled(order)) {
      regret(client, order);
    } else if (losesAPiece(order)) {
      regretAPiece(client, order);
    }
    done.incrementAndGet();
  }

  /** Until it is cancelled: it may not be paid yet. */
  private static void regret(ShopClient client, int order) {
    Set<String> refunds = new HashSet<>();
    while (refunds.isEmpty()) {
      HttpResponse<String> told = post(client, "/orders/cancel/" + order);
      if (told.statusCode() == 200) {
        refunds.add(told.body());
      } else {
        assertTrue(
            Set.of("order_not_paid", "checkout_in_progress", "deadline_exceeded")
                .contains(code(told)),
            told.body());
      }
    }
    refunds.add(post(client, "/orders/cancel/" + order).body());
    assertEquals(1, refunds.size(), refunds::toString);
  }

  /** One piece, whose request has a key, because each request would take another one. */
  private void regretAPiece(ShopClient client, int order) {
    String path = "/orders/cancelItem/%d/%s/1".formatted(order, firstItems.get(order));
    for (int attempt = 1; ; attempt++) {
      String key = "order-%d-%d".formatted(order, attempt);
      HttpResponse<String> told = post(client, path, "Idempotency-Key", key);
      assertEquals(told.body(), post(client, path, "Idempotency-Key", key).body());
      if (told.statusCode() == 200) {
        return;
      }
      assertEquals("deadline_exceeded", code(told));
    }
  }

  /** The first definite answer, however often the shop has to be asked. */
  private static HttpResponse<String> post(ShopClient client, String path, String... headers) {
    while (true) {
      try {
        HttpResponse<String> response = client.exchange("POST", path, headers);
        if (response.statusCode() < 500) {
          return response;
        }
      } catch (IOException dead) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10)); // until it is back
      } catch (InterruptedException stopped) {
        throw new IllegalStateException("the test was stopped", stopped);
      }
    }
  }

  private static String code(HttpResponse<String> response) {
    return response.body().replaceAll("(?s).*\"code\":\"(\\w+)\".*", "$1");
  }

  /** Balances that are not what the paid orders have left. */
  private static Map<String, Long> differences(ShopClient client) {
    Map<String, Long> expected = new HashMap<>();
    for (int number = 0; number < ORDERS; number++) {
      Order order = client.findOrder(OrderId.of(number)).value();
      assertEquals(!isCancelled(number), order.paid(), order::toString);
      long pieces = order.lines().stream().mapToLong(Line::quantity).sum();
      assertEquals(losesAPiece(number) ? 1 : 2, pieces, order::toString);
      if (order.paid()) {
        expected.merge("user " + order.user(), -order.totalCost(), Long::sum);
        for (Line line : order.lines()) {
          expected.merge("item " + line.item(), -line.quantity(), Long::sum);
        }
      }
    }
    Map<String, Long> differences = new HashMap<>();
    for (int number = 0; number < RECORDS; number++) {
      String name = Integer.toString(number);
      long credit = client.findUser(new UserId(name)).value().credit();
      long stock = client.findItem(new ItemId(name)).value().stock();
      differences.put("user " + name, credit - CREDIT - expected.getOrDefault("user " + name, 0L));
      differences.put("item " + name, stock - STOCK - expected.getOrDefault("item " + name, 0L));
    }
    differences.values().removeIf(difference -> difference == 0);
    return differences;
  }
}
