package tercet.driver.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses of Redis, as people write them. */
final class RedisAddressTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://127.0.0.1:6379",
        "rediss://shop.example:6380/2",
        "redis-sentinel://a:26379,b:26380/shop",
        "redis-cluster://a:7000,b:7001,c:7002"
      })
  void addressIsWrittenAsItWasRead(String text) {
    assertEquals(text, RedisAddress.parse(text).toString());
  }

  @Test
  void partsAreTold() {
    RedisAddress one = RedisAddress.parse("rediss://till@host/3");
    assertTrue(one.tls());
    assertEquals("till", one.user());
    assertEquals(3, one.database());
    assertEquals("[host:6379]", one.hosts().toString());
    RedisAddress sentinel = RedisAddress.parse("redis-sentinel://host/shop");
    assertFalse(sentinel.tls());
    assertEquals("shop", sentinel.master());
    assertEquals("[host:26379]", sentinel.hosts().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1:6379",
        "http://127.0.0.1",
        "redis://",
        "redis://a:1,b:2",
        "redis://host:99999",
        "redis://host/shop",
        "redis-sentinel://host",
        "redis-cluster://host/2"
      })
  void whatIsNoAddressIsRefusedWithASentence(String text) {
    String message = refusal(text);
    assertTrue(message.length() > 20, message);
  }

  @Test
  void passwordInAnAddressIsRefusedAndNotRepeated() {
    for (String text : new String[] {"redis://me:geheim@host", "reddis://me:geheim@host"}) {
      String message = refusal(text);
      assertFalse(message.contains("geheim"), message);
    }
  }

  private static String refusal(String text) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> RedisAddress.parse(text));
    return String.valueOf(refusal.getMessage());
  }
}
