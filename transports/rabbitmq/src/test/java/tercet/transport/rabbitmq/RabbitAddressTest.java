package tercet.transport.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import tercet.runtime.cluster.NodeAddress;

final class RabbitAddressTest {
  @Test
  void severalServersWithAndWithoutPorts() {
    RabbitAddress address = RabbitAddress.parse("amqp://a,b:1234,[::1]:7");
    assertEquals(
        List.of(new NodeAddress("a", 5672), new NodeAddress("b", 1234), new NodeAddress("::1", 7)),
        address.hosts());
    assertEquals("guest", address.user());
    assertEquals("/", address.virtualHost());
    assertFalse(address.tls());
    assertEquals("amqp://a:5672,b:1234,[::1]:7", address.toString());
  }

  @Test
  void userVirtualHostAndTls() {
    RabbitAddress address = RabbitAddress.parse("amqps://shop@a/tercet");
    assertEquals(List.of(new NodeAddress("a", 5671)), address.hosts());
    assertEquals("shop", address.user());
    assertEquals("tercet", address.virtualHost());
    assertTrue(address.tls());
    assertEquals("amqps://a:5671/tercet", address.toString());
  }

  @Test
  void authoritiesAreForTls() {
    RabbitAddress address = RabbitAddress.parse("amqps://a/tercet?authorities=/etc/ca.pem");
    assertEquals("tercet", address.virtualHost());
    assertEquals(Path.of("/etc/ca.pem"), address.authorities());
    assertEquals(
        Path.of("ca.pem"), RabbitAddress.parse("amqps://a,b?authorities=ca.pem").authorities());
    assertNull(RabbitAddress.parse("amqps://a").authorities());
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> RabbitAddress.parse("amqp://a?authorities=/etc/ca.pem"));
    assertTrue(String.valueOf(refused.getMessage()).contains("amqps://"));
  }

  @Test
  void whatIsNoAddressIsRefusedAndNoPasswordShown() {
    for (String wrong :
        List.of(
            "a:5672", "redis://a", "amqp://", "amqp://a:x", "amqp://u:pw@a", "amqps://a?certs=b")) {
      String said =
          String.valueOf(
              assertThrows(IllegalArgumentException.class, () -> RabbitAddress.parse(wrong), wrong)
                  .getMessage());
      assertFalse(said.contains("pw"), said);
    }
  }
}
