package tercet.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tercet.gateway.access.Tokens;

/** Requests as browsers send them for web pages, and requests of other programs. */
final class AllowedOriginsTest {
  private static final GatewaySettings SETTINGS =
      TestGateway.FREE_PORTS
          .withOrigins(Set.of("https://shop.example"))
          .withHosts(Set.of("name.of.a.proxy"));

  /** A page elsewhere could empty the shop through the browser of its operator. */
  @ParameterizedTest
  @CsvSource({
    "localhost:8000, https://evil.example, cross-site",
    "localhost:8000, null, cross-site",
    "localhost:8000, http://localhost:9999, same-site",
    "localhost:8000, '', cross-site",
    "localhost:8000, '', same-site",
    "127.0.0.1:8000, http://localhost:8000, cross-site",
    // a name that leads here
    "evil.example:8000, http://evil.example:8000, same-origin",
    "evil.example:8000, '', same-origin",
    "localhost.evil.example, http://localhost.evil.example, same-origin",
    "1.2.3.4.evil.example, http://1.2.3.4.evil.example, same-origin"
  })
  void pageOfAnotherSiteIsRefused(String host, String origin, String site) {
    try (TestGateway shop = new TestGateway(SETTINGS, TestGateway.PATIENT)) {
      Wire.Response response = post(shop, "/stock/item/create/1", host, origin, site);
      assertEquals(403, response.status());
      assertEquals("foreign_origin", response.code());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "localhost:8000, http://localhost:8000, same-origin",
    "LocalHost:8000, http://localhost:8000, same-origin",
    "shop.localhost, http://shop.localhost, same-origin",
    "127.0.0.1:8000, http://127.0.0.1:8000, ''",
    "[::1]:8000, http://[::1]:8000, same-origin",
    "192.168.1.7, '', none",
    "shop.example, https://shop.example, same-origin",
    "localhost:8000, https://shop.example, cross-site",
    "gateway-1:8000, '', ''",
    "shop.default.svc.cluster.local, '', ''",
    "host.docker.internal:8000, '', ''",
    "name.of.a.proxy:8000, '', ''"
  })
  void ownPagesAndOtherProgramsAreServed(String host, String origin, String site) {
    try (TestGateway shop = new TestGateway(SETTINGS, TestGateway.PATIENT)) {
      assertEquals(200, post(shop, "/stock/item/create/1", host, origin, site).status());
    }
  }

  /** The Fetch standard's question before a request with a header of its own. */
  @Test
  void browserLearnsThatAnAllowedPageMayCallAndRead() {
    String page = "Origin: https://shop.example";
    String asks = "Access-Control-Request-Method: POST";
    Access guarded = Access.open();
    guarded.change(Tokens.parse("till = shopper " + "0".repeat(64)));
    try (TestGateway shop = new TestGateway(SETTINGS, guarded, TestGateway.PATIENT);
        Wire wire = shop.connect()) {
      Wire.Response before = wire.request("OPTIONS", "/payment/create_user", page, asks);
      assertEquals(204, before.status());
      assertEquals("https://shop.example", before.header("Access-Control-Allow-Origin"));
      assertEquals("GET, HEAD, POST", before.header("Access-Control-Allow-Methods"));
      assertTrue(
          String.valueOf(before.header("Access-Control-Allow-Headers")).contains("Authorization"));
      Wire.Response call = wire.post("/payment/create_user", page);
      assertEquals(401, call.status());
      assertEquals("https://shop.example", call.header("Access-Control-Allow-Origin"));
      assertEquals("Origin", call.header("Vary"));
      String evil = "Origin: https://evil.example";
      Wire.Response foreign = wire.request("OPTIONS", "/payment/create_user", evil, asks);
      assertEquals(403, foreign.status());
      assertNull(foreign.header("Access-Control-Allow-Origin"));
      assertNull(wire.post("/payment/create_user").header("Access-Control-Allow-Origin"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:8000",
        "localhost.evil.example",
        "1.2.3.4.evil.example",
        "local.example",
        "evil.localhost.example:8000",
        "name.of.a.proxy.example"
      })
  void hostThatAStrangerMayOwnIsRefusedAlsoWithoutAnOrigin(String host) {
    try (TestGateway shop = new TestGateway(SETTINGS, TestGateway.PATIENT)) {
      for (String path : List.of("/stock/item/create/1", "/payment/create_user")) {
        Wire.Response response = post(shop, path, host, "", "");
        assertEquals(403, response.status());
        assertEquals("foreign_host", response.code());
      }
    }
  }

  @Test
  void probesAreAnsweredUnderAnyName() {
    try (TestGateway shop = new TestGateway();
        Wire wire = new Wire(shop.gateway.adminPort())) {
      wire.send("GET /health/ready HTTP/1.1\r\nHost: node.shop.example\r\n\r\n");
      assertEquals(200, wire.read().status());
      wire.send("GET /metrics HTTP/1.1\r\nHost: node.shop.example\r\n\r\n");
      assertEquals("foreign_host", wire.read().code());
    }
  }

  @Test
  void linkFromAnotherSiteIsFollowedButChangesNothing() {
    try (TestGateway shop = new TestGateway();
        Wire wire = shop.connect()) {
      wire.send("GET / HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: cross-site\r\n\r\n");
      assertEquals(200, wire.read().status());
    }
  }

  @Test
  void administrativePortIsGuardedToo() {
    try (TestGateway shop = new TestGateway();
        Wire wire = new Wire(shop.gateway.adminPort())) {
      wire.send("GET /metrics HTTP/1.1\r\nHost: evil.example\r\nSec-Fetch-Site: none\r\n\r\n");
      assertEquals(403, wire.read().status());
    }
  }

  @Test
  void originHasASchemeAndAHostOnly() {
    for (String wrong : new String[] {"shop.example", "https://shop.example/", "*", "null"}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> TestGateway.FREE_PORTS.withOrigins(Set.of(wrong)),
          wrong);
    }
  }

  private static Wire.Response post(
      TestGateway shop, String path, String host, String origin, String site) {
    try (Wire wire = shop.connect()) {
      wire.send(
          "POST %s HTTP/1.1\r\nHost: %s\r\n%s%s\r\n"
              .formatted(path, host, line("Origin", origin), line("Sec-Fetch-Site", site)));
      return wire.read();
    }
  }

  private static String line(String name, String value) {
    return value.isEmpty() ? "" : name + ": " + value + "\r\n";
  }
}
