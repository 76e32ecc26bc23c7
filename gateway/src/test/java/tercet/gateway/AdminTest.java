package tercet.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tercet.gateway.operate.OperatorApi;
import tercet.testing.testbed.server.Await;

final class AdminTest {
  private static final GatewaySettings SETTINGS =
      new GatewaySettings("127.0.0.1", 0, "127.0.0.1", 0, false, GatewaySettings.Limits.DEFAULTS);
  private static final TestGateway SHOP = new TestGateway();

  @AfterAll
  static void close() {
    SHOP.close();
  }

  private static void assertShows(String... lines) {
    String text = SHOP.admin("/metrics").body();
    for (String line : lines) {
      assertTrue(text.lines().anyMatch(line::equals), () -> line + " is not in\n" + text);
    }
  }

  @Test
  void processIsAlive() {
    Wire.Response live = SHOP.admin("/health/live");
    assertEquals(200, live.status());
    assertEquals("application/json", live.header("Content-Type"));
    assertEquals("up", live.json().get("status"));
  }

  @Test
  void readinessIsWhatTheAppSays() {
    assertEquals(200, SHOP.admin("/health/ready").status());
    assertEquals("{\"status\":\"up\"}", SHOP.admin("/health").body());
    SHOP.health.set(NodeHealth.of(NodeHealth.Phase.CUT_OFF));
    Wire.Response down = SHOP.admin("/health/ready");
    SHOP.health.set(new NodeHealth(NodeHealth.Phase.UP, List.of("payment is away.")));
    Wire.Response degraded = SHOP.admin("/health/ready");
    SHOP.health.set(NodeHealth.of(NodeHealth.Phase.UP));
    assertEquals(503, down.status());
    assertEquals("cut_off", down.json().get("status"));
    assertEquals(200, degraded.status());
    assertEquals("{\"status\":\"degraded\",\"missing\":[\"payment is away.\"]}", degraded.body());
    assertEquals(200, SHOP.admin("/health/ready").status());
  }

  private static AdminServer admin(AtomicLong sent) throws PortUnavailableException {
    Map<String, String> labels = Map.of("peer", "a");
    // This frame holds nothing of it when it ends.
    return AdminServer.start(
        SETTINGS,
        Access.open(),
        () -> NodeHealth.of(NodeHealth.Phase.STARTING),
        List.of(
            new EngineMetric("peer.sent", EngineMetric.Kind.COUNTER, "Sent.", labels, sent::get)),
        OperatorApi.NONE);
  }

  @Test
  void processWithoutAGatewayShowsHealthAndItsEngine() throws PortUnavailableException {
    AtomicLong sent = new AtomicLong(6);
    AdminServer admin = admin(sent);
    try (Wire wire = new Wire(admin.port())) {
      wire.get("/metrics");
      System.gc(); // the number must still move although only the registry refers to it
      sent.set(7);
      assertEquals(200, wire.get("/health/live").status());
      assertEquals(503, wire.get("/health/ready").status());
      String metrics = wire.get("/metrics").body();
      assertTrue(metrics.contains("tercet_peer_sent_total{peer=\"a\"} 7.0\n"), metrics);
    } finally {
      admin.stop();
    }
  }

  @Test
  void hundredSilentConnectionsKeepNoProbeOut() {
    List<Wire> silent = new ArrayList<>();
    try {
      for (int i = 0; i < 100; i++) {
        silent.add(new Wire(SHOP.gateway.adminPort()));
      }
      assertEquals(200, SHOP.admin("/health/ready").status());
      assertEquals(200, SHOP.admin("/metrics").status());
    } finally {
      silent.forEach(Wire::close);
    }
  }

  @Test
  void probesMayAskForTheHeadOnly() {
    try (Wire wire = new Wire(SHOP.gateway.adminPort())) {
      assertEquals(200, wire.request("HEAD", "/health/live").status());
      assertEquals(200, wire.request("HEAD", "/health/ready").status());
      assertEquals(200, wire.get("/health/ready").status());
    }
  }

  @Test
  void contractIsNotServed() {
    assertEquals(404, SHOP.admin("/stock/find/0").status());
    try (Wire wire = new Wire(SHOP.gateway.adminPort())) {
      assertEquals(404, wire.post("/payment/create_user").status());
      assertEquals(404, wire.post("/envelopes", "Authorization: Bearer a-secret").status());
      assertEquals(404, wire.post("/tercet.v1.Envelopes/Send").status());
      assertEquals(405, wire.post("/metrics").status());
    }
  }

  @Test
  void metricsShowRequestsByRouteAndStatus() {
    SHOP.post("/payment/create_user");
    SHOP.post("/payment/create_user");
    SHOP.post("/orders/create/%00");
    SHOP.get("/none");
    try (Wire wire = SHOP.connect()) {
      wire.send("nonsense\r\n\r\n");
      wire.read();
    }
    String route = "method=\"POST\",route=\"/payment/create_user\",status=\"200\"";
    assertShows(
        "tercet_http_requests_seconds_count{" + route + "} 2",
        "tercet_http_requests_seconds_bucket{" + route + ",le=\"+Inf\"} 2",
        "tercet_http_requests_seconds_count"
            + "{method=\"POST\",route=\"/orders/create/{user_id}\",status=\"400\"} 1",
        "tercet_http_problems_total{code=\"bad_id\"} 1.0",
        "tercet_http_problems_total{code=\"unknown_route\"} 1.0",
        "tercet_http_problems_total{code=\"bad_request\"} 1.0",
        "tercet_requests_waiting 0.0",
        "tercet_requests_overloaded_total 0.0");
  }

  @Test
  void metricsShowOpenRequests() {
    SHOP.engine.hold(envelope -> true);
    try (Wire wire = SHOP.connect()) {
      wire.send(Wire.head("POST", "/payment/create_user"));
      Await.until("the request waits", () -> SHOP.waiting() == 1);
      assertShows("tercet_http_requests_open 1.0", "tercet_requests_waiting 1.0");
      SHOP.engine.release();
      assertEquals(200, wire.read().status());
    }
    Await.until(
        "no request is open",
        () -> SHOP.admin("/metrics").body().contains("tercet_http_requests_open 0.0"));
  }

  @Test
  void metricsShowTheEngineAndTheProcess() {
    assertShows("tercet_transactions_open 7.0", "tercet_commits_total 42.0");
    Wire.Response metrics = SHOP.admin("/metrics");
    assertEquals("text/plain; version=0.0.4; charset=utf-8", metrics.header("Content-Type"));
    for (String name :
        List.of("jvm_memory_used_bytes", "process_cpu_usage", "process_files_open")) {
      assertTrue(metrics.body().contains(name), name);
    }
  }
}
