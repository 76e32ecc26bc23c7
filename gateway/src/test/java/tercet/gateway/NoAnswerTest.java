package tercet.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static tercet.gateway.TestGateway.ok;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tercet.runtime.transport.Envelope;
import tercet.testing.testbed.server.Await;

/** When the server cannot say, it says 503, and never anything else. */
final class NoAnswerTest {
  private static void assertUnavailable(String code, Wire.Response response) {
    assertEquals(503, response.status());
    assertEquals(code, response.code());
    assertEquals("1", response.header("Retry-After"));
    assertEquals("application/problem+json", response.header("Content-Type"));
  }

  @Test
  void answerThatDoesNotComeIsUnknown() {
    Duration soon = Duration.ofMillis(100);
    try (TestGateway shop =
        new TestGateway(TestGateway.FREE_PORTS, TestGateway.settings(100, soon))) {
      fill(shop);
      String order = made(shop);
      shop.engine.hold(envelope -> envelope instanceof Envelope.ToNode);
      for (String path :
          List.of(
              "/stock/add/0/1",
              "/payment/create_user",
              "/orders/addItem/" + order + "/0/1",
              "/orders/removeItem/" + order + "/0/1",
              "/orders/clear/" + order,
              "/orders/reserve/" + order + "/60",
              "/orders/release/" + order,
              "/orders/cancel/" + order,
              "/orders/cancelItem/" + order + "/0/1",
              "/orders/checkout/" + order,
              "/payment/batch_init/10/1")) {
        assertUnavailable("no_answer", shop.post(path));
        assertUnavailable("no_answer", shop.post(path, "Idempotency-Key: " + path));
      }
      assertUnavailable("no_answer", shop.get("/stock/find/0"));
    }
  }

  /** The first answers of a cold process may take longer than the limit that is tested. */
  private static void fill(TestGateway shop) {
    Await.until("it is filled", () -> shop.post("/stock/batch_init/1/10/5").status() == 200);
  }

  private static String made(TestGateway shop) {
    Await.until("it makes orders", () -> shop.post("/orders/create/0").status() == 200);
    return shop.made("/orders/create/0", "order_id");
  }

  @Test
  void lostAnswerIsFoundByRepetitionWithTheSameKey() {
    try (TestGateway shop =
        new TestGateway(
            TestGateway.FREE_PORTS, TestGateway.settings(100, Duration.ofMillis(300)))) {
      fill(shop);
      String[] key = {"Idempotency-Key: k"};
      shop.engine.hold(envelope -> envelope instanceof Envelope.ToNode);
      // The first answer that is lost is that to the claim of the key.
      assertUnavailable("no_answer", shop.post("/stock/add/0/1", key));
      shop.engine.release();
      ok(shop.post("/stock/add/0/1", key));
      ok(shop.post("/stock/add/0/1", key));
      assertEquals(11L, ok(shop.get("/stock/find/0")).get("stock"));
    }
  }

  @Test
  void requestBeyondTheLimitIsShedBeforeAnythingBegins() {
    try (TestGateway shop =
        new TestGateway(TestGateway.FREE_PORTS, TestGateway.settings(1, Duration.ofSeconds(20)))) {
      shop.engine.hold(envelope -> true);
      try (Wire waiting = shop.connect()) {
        waiting.send(Wire.head("POST", "/payment/create_user"));
        Await.until("the request waits", () -> shop.waiting() == 1);
        assertUnavailable("overloaded", shop.post("/payment/create_user"));
        assertUnavailable("overloaded", shop.get("/stock/find/0"));
        assertUnavailable("no_answer", shop.post("/stock/batch_init/1/1/1"));
        shop.engine.release();
        ok(waiting.read());
      }
    }
  }

  @Test
  void bugIsNoRefusal() {
    try (TestGateway shop = new TestGateway()) {
      shop.engine.hold(envelope -> {
        throw new IllegalStateException("a bug, on purpose");
      });
      Wire.Response response = shop.post("/payment/create_user");
      assertEquals(500, response.status());
      assertEquals("internal_error", response.code());
      shop.engine.release();
      ok(shop.post("/payment/create_user"));
    }
  }
}
