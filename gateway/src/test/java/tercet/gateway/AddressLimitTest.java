package tercet.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tercet.testing.testbed.server.Await;

/** Connections from one address. */
final class AddressLimitTest {
  private static SocketAddress client(String address, int port) {
    return new InetSocketAddress(address, port);
  }

  @Test
  void addressHasItsPlacesAndGetsThemBack() {
    AddressLimit limit = new AddressLimit(2);
    assertTrue(limit.enter(client("192.0.2.1", 1)));
    assertTrue(limit.enter(client("192.0.2.1", 2)));
    assertFalse(limit.enter(client("192.0.2.1", 3)));
    assertTrue(limit.enter(client("192.0.2.2", 3)));
    limit.leave(client("192.0.2.1", 1));
    assertTrue(limit.enter(client("192.0.2.1", 4)));
    assertFalse(limit.enter(client("192.0.2.1", 5)));
  }

  @Test
  void networkOfOneCustomerCountsAsOneAddress() {
    AddressLimit limit = new AddressLimit(1);
    assertTrue(limit.enter(client("2001:db8:1:2::1", 1)));
    assertFalse(limit.enter(client("2001:db8:1:2:ffff::9", 1)));
    assertTrue(limit.enter(client("2001:db8:1:3::1", 1)));
  }

  @Test
  void zeroIsNoLimit() {
    AddressLimit none = new AddressLimit(0);
    for (int port = 1; port < 100; port++) {
      assertTrue(none.enter(client("192.0.2.1", port)));
    }
  }

  @Test
  void connectionTooManyIsToldSo() {
    GatewaySettings settings =
        TestGateway.FREE_PORTS.withLimits(
            GatewaySettings.Limits.DEFAULTS.withConnectionsPerAddress(3));
    try (TestGateway shop = new TestGateway(settings, TestGateway.PATIENT)) {
      List<Wire> open = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        Wire wire = shop.connect();
        assertEquals(200, wire.get("/openapi.json").status());
        open.add(wire);
      }
      Wire.Response refused = shop.get("/openapi.json");
      assertEquals(503, refused.status());
      assertEquals("too_many_connections", refused.code());
      assertEquals("1", refused.header("Retry-After"));
      assertEquals(200, shop.admin("/health/ready").status());
      open.getFirst().close();
      Await.until("a place is free", () -> shop.get("/openapi.json").status() == 200);
      open.forEach(Wire::close);
    }
  }
}
