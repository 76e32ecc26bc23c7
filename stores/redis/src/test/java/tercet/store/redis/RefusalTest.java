package tercet.store.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tercet.testing.testbed.server.Ports;
import tercet.testing.testbed.server.RedisCluster;
import tercet.testing.testbed.server.RedisProcess;
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

  /** Redis's own values among them. */
  @Test
  void clusterThatMayElectReplicasWithOldDataIsRefused() {
    try (RedisCluster servers = RedisCluster.start(TestSettings::say)) {
      RedisSettings settings = TestSettings.settings(servers.url(), "shop", 1);
      open(settings, SHARDS).close();
      set(servers, "cluster-replica-validity-factor", "0");
      String unbounded = refusal(settings);
      assertTrue(unbounded.contains("has heard nothing for any time may become"), unbounded);
      set(servers, "cluster-replica-validity-factor", "3");
      String old = refusal(settings);
      assertTrue(old.contains("for nearly 4000 ms may become the master"), old);
      set(servers, "cluster-replica-validity-factor", "2");
      set(servers, "repl-ping-replica-period", "10");
      String slow = refusal(settings);
      assertTrue(slow.contains("for nearly 12000 ms may become the master"), slow);
      set(servers, "repl-ping-replica-period", "1");
      set(servers, "cluster-node-timeout", "15000");
      String late = refusal(settings);
      assertTrue(late.contains("and the shop goes on without it after 3100 ms"), late);
      open(TestSettings.settings(servers.url(), "shop", 0), SHARDS).close();
      set(servers, "cluster-node-timeout", "500");
      open(settings, SHARDS).close();
    }
  }

  private static void set(RedisCluster servers, String setting, String value) {
    for (RedisProcess server : servers.servers()) {
      assertEquals("OK", server.cli("CONFIG", "SET", setting, value).strip());
    }
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
