package tercet.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tercet.gateway.TestGateway.ok;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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

  private static TestGateway answering(Duration within) {
    return limitedBy(GatewaySettings.Limits.DEFAULTS.withAnswersWithin(within));
  }

  private static TestGateway limitedBy(GatewaySettings.Limits limits) {
    return new TestGateway(
        new GatewaySettings("127.0.0.1", 0, "127.0.0.1", 0, false, limits), TestGateway.PATIENT);
  }

  @Test
  void drainingGatewayServesAndClosesEachConnection() {
    try (TestGateway shop = new TestGateway();
        Wire kept = shop.connect();
        Wire silent = shop.connect()) {
      assertEquals(404, kept.get("/none").status());
      shop.gateway.drain();
      assertEquals(503, shop.admin("/health/ready").status());
      assertEquals("{\"status\":\"stopping\"}", shop.admin("/health").body());
      assertEquals(200, shop.admin("/health/live").status());
      for (Wire wire : List.of(kept, silent, shop.connect())) {
        Wire.Response last = wire.post("/payment/create_user");
        ok(last);
        assertEquals("close", last.header("Connection"));
        assertTrue(wire.isClosed());
      }
    }
  }

  @Test
  void requestsUnderWayFinishWhenThePortIsClosed() throws InterruptedException {
    TestGateway shop =
        limitedBy(
            GatewaySettings.Limits.DEFAULTS
                .withAnswersWithin(LONG)
                .withLastRequest(Duration.ofSeconds(5))); // longer than a busy machine stands still
    int port = shop.gateway.port();
    shop.engine.hold(envelope -> true);
    try (Wire waiting = shop.connect();
        Wire later = shop.connect();
        Wire admin = new Wire(shop.gateway.adminPort());
        Wire idle = shop.connect()) {
      assertEquals(404, later.get("/none").status());
      assertEquals(404, idle.get("/none").status());
      waiting.send(Wire.head("POST", "/payment/create_user"));
      Await.until("the request waits", () -> shop.waiting() == 1);
      Thread stop = Thread.ofVirtual().start(shop.gateway::stop);
      Await.until("the port is closed", () -> refuses(port));
      later.send(Wire.head("POST", "/payment/create_user"));
      Await.until("it waits, too", () -> shop.waiting() == 2);
      assertTrue(idle.isClosed());
      assertEquals(503, admin.get("/health/ready").status());
      shop.engine.release();
      for (Wire wire : List.of(waiting, later)) {
        Wire.Response last = wire.read();
        ok(last);
        assertEquals("close", last.header("Connection"));
        assertTrue(wire.isClosed());
      }
      assertTrue(stop.join(LONG));
    }
  }

  /** Whether no connection can be opened. One that can is closed at once: it would be awaited. */
  private static boolean refuses(int port) {
    try (Wire _ = new Wire(port)) {
      return false;
    } catch (UncheckedIOException closed) {
      return true;
    }
  }

  @Test
  void silentConnectionsDoNotDelayAStop() {
    TestGateway shop = answering(LONG);
    try (Wire silent = shop.connect();
        Wire half = shop.connect()) {
      half.send("GET / HT");
      Await.until("a request is served", () -> shop.get("/none").status() == 404);
      long start = System.nanoTime();
      shop.gateway.stop();
      Duration taken = Duration.ofNanos(System.nanoTime() - start);
      assertTrue(taken.compareTo(Duration.ofSeconds(5)) < 0, "took " + taken);
      assertTrue(silent.isClosed());
      assertTrue(half.isClosed());
    }
  }

  /** Helidon may have accepted it, and not know it yet when it closes those that it knows. */
  @Test
  @Timeout(60)
  void connectionThatComesWithAStopIsClosed() {
    GatewaySettings.Limits limits = GatewaySettings.Limits.DEFAULTS;
    HttpRouting routing =
        HttpRouting.builder().get("/", (request, response) -> response.send("yes")).build();
    ConnectionSelector connections = new ConnectionSelector(Http1Config.create(), routing, limits);
    WebServer server =
        WebServer.builder()
            .host("127.0.0.1")
            .shutdownHook(false)
            .protocolsDiscoverServices(false)
            .addConnectionSelector(connections)
            .build()
            .start();
    connections.stop();
    try (Wire asking = new Wire(server.port());
        Wire silent = new Wire(server.port())) {
      assertEquals("yes", asking.get("/").body());
      assertTrue(asking.isClosed());
      assertTrue(silent.isClosed());
    } finally {
      server.stop();
    }
  }

  @Test
  void requestThatDoesNotFinishIsCutOff() {
    TestGateway shop = answering(Duration.ofMillis(500));
    shop.engine.hold(envelope -> true);
    try (Wire waiting = shop.connect()) {
      waiting.send(Wire.head("POST", "/payment/create_user"));
      Await.until("the request waits", () -> shop.waiting() == 1);
      long start = System.nanoTime();
      shop.gateway.stop();
      assertTrue(Duration.ofNanos(System.nanoTime() - start).toMillis() < 10_000);
      assertTrue(waiting.isClosed());
    }
  }
}
