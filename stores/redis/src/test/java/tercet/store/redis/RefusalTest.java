package tercet.store.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tercet.testing.testbed.server.Ports;
import tercet.testing.testbed.server.RedisServer;
import tercet.testing.testbed.server.SharedRedis;

/** Servers that may lose acknowledged commits are refused, each with a sentence. */
@Tag("slow")
final class RefusalTest {
  private static final int SHARDS = 4;

  @Test
  void serverThatDropsRecordsWhenItIsFullIsRefused() {
    assertRefused(
        "has maxmemory-policy allkeys-lru: it may drop records when its memory is full. Set it to"
            + " noeviction.",
        "--maxmemory-policy",
        "allkeys-lru");
  }

  @Test
  void serverThatForgetsAtARestartIsRefusedUnlessThatIsWanted() {
    assertRefused("has appendonly no: acknowledged commits are gone", "--appendonly", "no");
    try (RedisServer server =
        RedisServer.start(TestSettings::say, List.of("--appendfsync", "everysec"))) {
      RedisSettings settings = TestSettings.settings(server.url(), "shop", 0);
      String refusal = refusal(settings);
      assertTrue(refusal.contains("has appendfsync everysec: "), refusal);
      try (RedisStore store = open(settings.inMemory(), SHARDS)) {
        assertEquals(false, store.guarantees().durable());
      }
    }
  }

  @Test
  void serverWithFewerReplicasThanMustConfirmIsRefused() {
    RedisSettings settings =
        TestSettings.settings(SharedRedis.alone().url(), TestSettings.prefix(), 1);
    String refusal = refusal(settings);
    assertTrue(refusal.contains("has 0 replicas, and 1 must confirm each commit."), refusal);
  }

  @Test
  void shopWithAnotherNumberOfShardsIsRefused() {
    RedisSettings settings = TestSettings.fresh();
    open(settings, SHARDS).close();
    String refusal = refusal(settings, SHARDS + 1);
    assertTrue(refusal.contains("holds a shop with shards=4, and this node has shards=5"), refusal);
    open(settings, SHARDS).close();
  }

  @Test
  void serverThatIsNotThereIsAway() {
    RedisSettings settings = TestSettings.settings("redis://127.0.0.1:" + Ports.free(), "shop", 0);
    RedisRefusedException refusal =
        assertThrows(RedisRefusedException.class, () -> open(settings, SHARDS));
    assertTrue(refusal.isAway());
    assertTrue(String.valueOf(refusal.getMessage()).contains("Failed to connect"));
  }

  private static void assertRefused(String why, String... setting) {
    try (RedisServer server = RedisServer.start(TestSettings::say, List.of(setting))) {
      String refusal = refusal(TestSettings.settings(server.url(), "shop", 0));
      assertTrue(refusal.contains(why), refusal);
    }
  }

  private static String refusal(RedisSettings settings) {
    return refusal(settings, SHARDS);
  }

  private static String refusal(RedisSettings settings, int shards) {
    RedisRefusedException refusal =
        assertThrows(RedisRefusedException.class, () -> open(settings, shards));
    return String.valueOf(refusal.getMessage());
  }

  private static RedisStore open(RedisSettings settings, int shards) {
    return RedisStore.open(settings, shards, InstantSource.system());
  }
}
