package tercet.transport.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

final class KafkaSettingsTest {
  @Test
  void addressNamesBrokers() {
    KafkaSettings settings = KafkaSettings.of("kafka://a.example:9092,[::1]:9093");
    assertEquals("a.example:9092,[::1]:9093", settings.servers());
    assertNull(settings.tls());
    assertNotNull(KafkaSettings.of("kafkas://a:1").tls());
  }

  @Test
  void addressThatIsNoneIsRefused() {
    for (String url :
        new String[] {"", "kafka://", "kafka://host", "kafka://user@host:1", "http://host:1"}) {
      assertThrows(IllegalArgumentException.class, () -> KafkaSettings.of(url), url);
    }
  }

  @Test
  void prefixThatKafkaRefusesIsRefused() {
    KafkaSettings settings = KafkaSettings.of("kafka://a:1");
    assertEquals("shop_1-x", settings.withPrefix("shop_1-x").prefix());
    for (String prefix : new String[] {"", "a b", "a.b", "ä", "x".repeat(101)}) {
      assertThrows(IllegalArgumentException.class, () -> settings.withPrefix(prefix), prefix);
    }
  }
}
