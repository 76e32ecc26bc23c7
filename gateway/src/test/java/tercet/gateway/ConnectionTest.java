package tercet.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tercet.gateway.TestGateway.ok;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes on a socket that are no request, or more than one. */
final class ConnectionTest {
  private static final TestGateway SHOP = new TestGateway();
  private static final String GOOD = Wire.head("GET", "/stock/find/0");
  private static final String ADD = "/stock/add/0/1";

  @BeforeAll
  static void fill() {
    ok(SHOP.post("/stock/batch_init/1/100/5"));
  }

  @AfterAll
  static void close() {
    SHOP.close();
  }

  private static long stock() {
    return (Long) ok(SHOP.get("/stock/find/0")).getOrDefault("stock", -1L);
  }

  static Stream<Arguments> unreadable() {
    String line = "POST " + ADD + " HTTP/1.1\r\n";
    String host = "Host: localhost\r\n";
    return Stream.of(
        Arguments.of("bad_request", "\r\n\r\n"),
        Arguments.of("bad_request", "nonsense\r\n\r\n"),
        Arguments.of("bad_request", "POST\r\n\r\n"),
        Arguments.of("bad_request", "POST " + ADD + "\r\n\r\n"),
        Arguments.of("bad_request", "POST  HTTP/1.1\r\n\r\n"),
        Arguments.of("bad_request", "POST " + ADD + " HTTP/2.0\r\n" + host + "\r\n"),
        Arguments.of("bad_request", "POST " + ADD + " x HTTP/1.1\r\n" + host + "\r\n"),
        Arguments.of("bad_request", "PO\u0000ST " + ADD + " HTTP/1.1\r\n" + host + "\r\n"),
        Arguments.of("bad_request", "POST " + ADD + " HTTP/1.1\n" + host + "\r\n"),
        Arguments.of("bad_http_version", "POST " + ADD + " HTTP/1.0\r\n" + host + "\r\n"),
        Arguments.of("bad_request", line + "\r\n"),
        Arguments.of("bad_request", line + host + host + "\r\n"),
        Arguments.of("bad_request", line + "Host: a b\r\n\r\n"),
        Arguments.of("bad_request", line + host + "no colon\r\n\r\n"),
        Arguments.of("bad_request", line + host + "Content-Length : 5\r\n\r\nhello"),
        Arguments.of("bad_request", line + host + "X: a\u0000b\r\n\r\n"),
        Arguments.of("bad_request", line + host + "Content-Length: x\r\n\r\n"),
        Arguments.of("bad_request", line + host + "Content-Length: -1\r\n\r\n"),
        Arguments.of("bad_request", line + host + "Content-Length: 99999999999999999999\r\n\r\n"),
        Arguments.of(
            "bad_request",
            line + host + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        Arguments.of("bad_request", line + host + "Transfer-Encoding: gzip\r\n\r\n"),
        Arguments.of("bad_request", line + host + "Transfer-Encoding: chunked\r\n\r\nx\r\n"),
        Arguments.of("bad_request", line + host + "Transfer-Encoding: chunked\r\n\r\n-5\r\n"),
        Arguments.of("bad_request", line + host + "Transfer-Encoding: chunked\r\n\r\n5;x=y\r\n"),
        Arguments.of(
            "bad_request", line + host + "Transfer-Encoding: chunked\r\n\r\n0\r\nX: y\r\n"),
        Arguments.of("bad_request", line + host + "X: " + "x".repeat(20_000) + "\r\n\r\n"),
        Arguments.of("path_too_long", Wire.head("GET", "/stock/find/" + "a".repeat(8_192))),
        Arguments.of("path_too_long", Wire.head("GET", "/stock/find/" + "a".repeat(100_000))),
        Arguments.of("path_too_long", Wire.head("GET", "/stock/find/0?" + "a".repeat(4_000_000))),
        Arguments.of("body_too_large", line + host + "Content-Length: 65537\r\n\r\n"),
        Arguments.of(
            "body_too_large",
            line + host + "Content-Length: 4000000\r\n\r\n" + "x".repeat(4_000_000)),
        Arguments.of(
            "body_too_large",
            line
                + host
                + "Transfer-Encoding: chunked\r\n\r\n"
                + ("8000\r\n" + "x".repeat(0x8000) + "\r\n").repeat(50)));
  }

  @ParameterizedTest
  @MethodSource("unreadable")
  void unreadableRequestIsRefusedAndNothingHappens(String code, String request) {
    long before = stock();
    try (Wire wire = SHOP.connect()) {
      wire.send(request);
      Wire.Response refused = wire.read();
      assertEquals(400, refused.status());
      assertEquals(code, refused.code());
      assertEquals("application/problem+json", refused.header("Content-Type"));
      assertEquals("close", refused.header("Connection"));
    }
    assertEquals(before, stock());
  }

  @Test
  void connectionIsClosedAfterAnUnreadableRequest() {
    long before = stock();
    try (Wire wire = SHOP.connect()) {
      wire.send("nonsense\r\n\r\n" + Wire.head("POST", ADD));
      assertEquals("bad_request", wire.read().code());
      assertTrue(wire.isClosed());
    }
    assertEquals(before, stock());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5",
        "content-length: 5",
        "CONTENT-LENGTH: 5",
        "cOnTeNt-LeNgTh: 5",
        "Content-Length:5",
        "Content-Length: 5\r\nExpect: 100-continue"
      })
  void bodyIsReadAndIgnored(String header) {
    long before = stock();
    try (Wire wire = SHOP.connect()) {
      wire.send(Wire.head("POST", ADD, header) + "GET /" + GOOD);
      ok(wire.read());
      assertEquals(before + 1, ok(wire.read()).get("stock"));
      ok(wire.get("/stock/find/0"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Transfer-Encoding: chunked", "TRANSFER-ENCODING: Chunked"})
  void chunkedBodyIsReadAndIgnored(String header) {
    long before = stock();
    try (Wire wire = SHOP.connect()) {
      String chunks = "5\r\nGET /\r\n3\r\nabc\r\n0\r\n\r\n";
      wire.send(Wire.head("POST", ADD, header) + chunks + GOOD);
      ok(wire.read());
      assertEquals(before + 1, ok(wire.read()).get("stock"));
    }
  }

  @Test
  void bodyOfARefusedRequestIsNotTakenForARequest() {
    long before = stock();
    String smuggled = Wire.head("POST", ADD);
    for (String path : List.of("/none", "/stock/find/0", "/stock/add/0/-1")) {
      try (Wire wire = SHOP.connect()) {
        String length = "Content-Length: " + smuggled.length();
        wire.send(Wire.head("POST", path, length) + smuggled + GOOD);
        assertTrue(wire.read().status() >= 400);
        assertEquals(before, ok(wire.read()).get("stock"));
      }
    }
  }

  @Test
  void requestIsDoneOnlyWhenItsBodyHasCome() {
    long before = stock();
    try (Wire wire = SHOP.connect()) {
      wire.send(Wire.head("POST", ADD, "Content-Length: 5") + "abc");
    }
    assertEquals(before, stock());
  }

  @Test
  void manyRequestsMayBeSentAtOnce() {
    long before = stock();
    try (Wire wire = SHOP.connect()) {
      wire.send(Wire.head("POST", ADD).repeat(100));
      for (int i = 0; i < 100; i++) {
        ok(wire.read());
      }
    }
    assertEquals(before + 100, stock());
  }

  @Test
  void requestMayComeByteByByte() {
    try (Wire wire = SHOP.connect()) {
      for (int i = 0; i < GOOD.length(); i++) {
        wire.send(GOOD.substring(i, i + 1));
      }
      ok(wire.read());
    }
  }

  @Test
  void connectionIsClosedIfTheClientAsksForIt() {
    try (Wire wire = SHOP.connect()) {
      Wire.Response last = wire.request("GET", "/stock/find/0", "Connection: close");
      assertEquals("close", last.header("Connection"));
      assertTrue(wire.isClosed());
    }
  }

  @Test
  void stalledClientsAreCutOff() {
    GatewaySettings free = TestGateway.FREE_PORTS;
    GatewaySettings.Limits limits =
        new GatewaySettings.Limits(
            8_192,
            8_192,
            1_000,
            100,
            0,
            100,
            Duration.ofSeconds(1),
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            Duration.ofMillis(500));
    GatewaySettings settings =
        new GatewaySettings(free.host(), 0, free.adminHost(), 0, false, limits);
    try (TestGateway shop = new TestGateway(settings, TestGateway.PATIENT)) {
      for (String beginning :
          List.of(
              "",
              "GET /",
              "GET / HTTP/1.1\r\nHo",
              Wire.head("POST", ADD, "Content-Length: 9") + "abc",
              Wire.head("GET", "/stock/find/0"))) {
        try (Wire wire = shop.connect()) {
          wire.send(beginning);
          if (beginning.endsWith("\r\n\r\n")) {
            assertEquals(400, wire.read().status());
          }
          assertTrue(wire.isClosed(), beginning);
        }
      }
    }
  }

  @Test
  @Timeout(20)
  void requestThatComesTooSlowlyIsCutOff() {
    GatewaySettings.Limits limits =
        GatewaySettings.Limits.DEFAULTS.withRequestWithin(Duration.ofMillis(200));
    try (TestGateway shop =
            new TestGateway(TestGateway.FREE_PORTS.withLimits(limits), TestGateway.PATIENT);
        Wire slow = shop.connect();
        Wire idle = shop.connect()) {
      ok(idle.post("/stock/item/create/1"));
      ok(slow.post("/stock/item/create/1"));
      slow.send("GET / HTTP/1.1\r\n");
      Thread sender = Thread.startVirtualThread(() -> trickle(slow));
      assertTrue(slow.isClosed());
      sender.interrupt();
      ok(idle.post("/stock/item/create/1"));
    }
  }

  private static void trickle(Wire wire) {
    try {
      while (!Thread.interrupted()) {
        wire.send("X: y\r\n");
        LockSupport.parkNanos(10_000_000);
      }
    } catch (UncheckedIOException closed) {
      // as it should be
    }
  }

  @Test
  void thousandClientsMayComeAtOnce() {
    List<Wire> clients = Stream.generate(SHOP::connect).limit(1_000).toList();
    for (Wire client : clients) {
      client.send(GOOD);
    }
    for (Wire client : clients) {
      ok(client.read());
      client.close();
    }
  }
}
