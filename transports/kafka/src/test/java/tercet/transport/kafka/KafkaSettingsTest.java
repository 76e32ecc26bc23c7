package tercet.transport.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
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
  void addressNamesUserCopiesAndCertificates() {
    KafkaSettings settings =
        KafkaSettings.of("kafkas://shop@a:1,b:2?login=plain&copies=3&authorities=/ca", "p", null);
    assertEquals("a:1,b:2", settings.servers());
    assertEquals(
        new KafkaSettings.Login(KafkaSettings.Mechanism.PLAIN, "shop", "p", null),
        settings.login());
    assertEquals(3, settings.replication());
    assertEquals(new KafkaSettings.Tls(Path.of("/ca"), null), settings.tls());
    assertNull(KafkaSettings.of("kafka://a:1", "unused", null).login());
  }

  @Test
  void addressThatIsNoneIsRefused() {
    for (String url :
        new String[] {
          "",
          "kafka://",
          "kafka://host",
          "kafka://user:password@host:1",
          "kafka://host:1?login=none",
          "kafka://host:1?copies=0",
          "kafka://host:1?keys=/key",
          "kafka://host:1?other=1",
          "http://host:1"
        }) {
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
