package tercet.e2e.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tercet.testing.testbed.server.Await;
import tercet.testing.verifier.shop.OrderId;
import tercet.testing.verifier.shop.ShopClient;

/**
 * Many orders want the pieces of one item. Those that are reserved get theirs, though the others
 * ask at the same time and the shop is killed; those whose time ends go to the others.
 */
@Tag("quick")
final class ReservedOrdersTest {
  private static final int ORDERS = 120;
  private static final int CLIENTS = 12;

  /** Orders that are reserved for an hour, and behind them those for a second. */
  private static final int LONG = 20;

  private static final int SHORT = 10;

  /** Of two pieces: enough for all that are reserved, and for as many others. */
  private static final long STOCK = 2L * (2 * LONG + SHORT);

  @TempDir private Path data = Path.of("");

  private final AtomicInteger asked = new AtomicInteger();

  @ParameterizedTest
  @ValueSource(strings = {"tcc", "saga", "choreography", "2pc"})
  void reservedOrdersGetTheirPiecesWhateverDies(String protocol) throws Exception {
    String[] options = {"--protocol", protocol, "--reserved-orders-max", "1000"};
    ShopProcess.Ports ports = ShopProcess.Ports.free();
    ShopProcess shop = ShopProcess.start(ports, data, List.of(), options);
    try (ShopClient client = new ShopClient(ports.uri());
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      client.initItems(1, STOCK, 1).value();
      client.initUsers(1, 1_000_000).value();
      client.initOrders(ORDERS, 1, 1, 1).value();
      for (int order = 0; order < LONG + SHORT; order++) {
        String path = "/orders/reserve/%d/%d".formatted(order, order < LONG ? 3_600 : 1);
        assertEquals(200, post(client, path).statusCode(), path);
      }
      List<Future<?>> strangers = new ArrayList<>();
      for (int order = LONG; order < ORDERS; order++) {
        int number = order;
        strangers.add(clients.submit(() -> buy(client, number)));
      }
      while (asked.get() < ORDERS / 4) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      }
      shop.kill();
      shop = ShopProcess.start(ports, data, List.of(), options);
      for (Future<?> stranger : strangers) {
        stranger.get();
      }
      assertEquals(2L * LONG, held(client), "kept through the crash");
      for (int order = 0; order < LONG; order++) {
        HttpResponse<String> paid = post(client, "/orders/checkout/" + order);
        assertEquals(200, paid.statusCode(), paid.body());
      }
      assertEquals(0, held(client));
      Await.until("every piece is sold once", () -> STOCK - sold(client) == stock(client));
    } finally {
      shop.close();
    }
  }

  private void buy(ShopClient client, int order) {
    post(client, "/orders/checkout/" + order);
    asked.incrementAndGet();
  }

  private static long sold(ShopClient client) {
    long sold = 0;
    for (int order = 0; order < ORDERS; order++) {
      sold += client.findOrder(OrderId.of(order)).value().paid() ? 2 : 0;
    }
    return sold;
  }

  private static long stock(ShopClient client) {
    return number(client, "stock");
  }

  private static long held(ShopClient client) {
    Await.until("the short reservations are over", () -> number(client, "held") <= 2L * LONG);
    return number(client, "held");
  }

  private static long number(ShopClient client, String field) {
    try {
      String body = client.exchange("GET", "/stock/find/0").body();
      return body.contains(field)
          ? Long.parseLong(body.replaceAll("(?s).*\"" + field + "\":(\\d+).*", "$1"))
          : 0;
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The first definite answer, however often the shop has to be asked. */
  private static HttpResponse<String> post(ShopClient client, String path) {
    while (true) {
      try {
        HttpResponse<String> response = client.exchange("POST", path);
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
}
