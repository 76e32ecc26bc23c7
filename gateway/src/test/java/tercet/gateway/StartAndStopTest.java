package tercet.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tercet.gateway.TestGateway.ok;

import java.io.UncheckedIOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import tercet.testing.testbed.server.Await;

final class StartAndStopTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private static GatewaySettings ports(int port, int adminPort) {
    return new GatewaySettings(
        "127.0.0.1", port, "127.0.0.1", adminPort, false, GatewaySettings.Limits.DEFAULTS);
  }

  private static String failure(GatewaySettings settings) {
    UncheckedIOException failed =
        assertThrows(
            UncheckedIOException.class, () -> new TestGateway(settings, TestGateway.PATIENT));
    assertTrue(failed.getCause() instanceof PortUnavailableException);
    return String.valueOf(failed.getCause().getMessage());
  }

  @Test
  void portInUseIsSaidWithItsNumberAndOption() {
    try (TestGateway first = new TestGateway()) {
      int port = first.gateway.port();
      String sentence = failure(ports(port, 0));
      assertTrue(sentence.contains("Port " + port + " of 127.0.0.1"), sentence);
      assertTrue(sentence.contains("--port"), sentence);
      String admin = failure(ports(0, port));
      assertTrue(admin.contains("Port " + port), admin);
      assertTrue(admin.contains("--admin-port"), admin);
    }
  }

  @Test
  void portIsFreeAfterwards() {
    int port;
    try (TestGateway first = new TestGateway()) {
      port = first.gateway.port();
      failure(ports(0, port));
      assertEquals(404, first.get("/none").status());
    }
    try (TestGateway second = new TestGateway(ports(port, 0), TestGateway.PATIENT)) {
      assertEquals(port, second.gateway.port());
      assertEquals(404, second.get("/none").status());
    }
  }

  @Test
  void unknownHostIsSaid() {
    GatewaySettings settings =
        new GatewaySettings(
            "no-such-host.invalid", 0, "127.0.0.1", 0, false, GatewaySettings.Limits.DEFAULTS);
    assertTrue(failure(settings).contains("no-such-host.invalid"));
  }

  @Test
  void openRequestsFinishAndLaterOnesAreRefused() throws InterruptedException {
    TestGateway shop = new TestGateway();
    int port = shop.gateway.port();
    shop.engine.hold(envelope -> true);
    try (Wire waiting = shop.connect();
        Wire later = shop.connect();
        Wire admin = new Wire(shop.gateway.adminPort());
        Wire idle = shop.connect()) {
      assertEquals(404, later.get("/none").status());
      waiting.send(Wire.head("POST", "/payment/create_user"));
      Await.until("the request waits", () -> shop.waiting() == 1);
      Thread stop = Thread.ofVirtual().start(() -> shop.gateway.stop(LONG));
      Await.until("it is not ready", () -> admin.get("/health/ready").status() == 503);
      Wire.Response refused = later.post("/payment/create_user");
      assertEquals(503, refused.status());
      assertEquals("stopping", refused.code());
      assertEquals("1", refused.header("Retry-After"));
      assertEquals("close", refused.header("Connection"));
      assertTrue(later.isClosed());
      shop.engine.release();
      ok(waiting.read());
      assertTrue(stop.join(LONG));
      assertTrue(waiting.isClosed());
      assertTrue(idle.isClosed());
    }
    assertThrows(UncheckedIOException.class, () -> new Wire(port));
  }

  @Test
  void requestThatDoesNotFinishIsCutOff() {
    TestGateway shop = new TestGateway();
    shop.engine.hold(envelope -> true);
    try (Wire waiting = shop.connect()) {
      waiting.send(Wire.head("POST", "/payment/create_user"));
      Await.until("the request waits", () -> shop.waiting() == 1);
      long start = System.nanoTime();
      shop.gateway.stop(Duration.ofMillis(500));
      assertTrue(Duration.ofNanos(System.nanoTime() - start).toMillis() < 2_000);
      assertTrue(waiting.isClosed());
    }
  }
}
