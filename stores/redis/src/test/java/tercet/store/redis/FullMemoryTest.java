package tercet.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tercet.kernel.balance.Account;
import tercet.kernel.command.Answer;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.dedupe.DedupeRecord;
import tercet.kernel.id.Amount;
import tercet.kernel.id.Key;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.runtime.store.Commit;
import tercet.runtime.store.StoreUnavailableException;
import tercet.testing.testbed.server.Await;
import tercet.testing.testbed.server.RedisServer;

/** The memory of a server is full: it takes no new records, and drops those whose time is over. */
@Tag("slow")
@Timeout(120)
final class FullMemoryTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int SHARDS = 1;
  private static final int ANSWERS = 500;
  private static final Key KEY = new Key(RecordKind.ACCOUNT, new ShardId(Service.PAYMENT, 0), "a");

  @Test
  void recordsWhoseTimeIsOverMakeRoomForNewOnes() {
    try (RedisServer server = RedisServer.start(TestSettings::say)) {
      try (RedisStore store = open(server, Duration.ofHours(1))) {
        fillWithOver(store, Service.PAYMENT);
      }
      limitToHalfOfFill(server);
      try (RedisStore store = open(server, Duration.ofMillis(50))) {
        Await.until("there is room", PATIENCE, () -> canPut(store));
        Await.until("all are dropped", PATIENCE, () -> store.statistics().expired() == ANSWERS);
      }
    }
  }

  /** Its first node starts meanwhile, and no other one could make room. */
  @Test
  void serverThatWasRestartedMakesRoom() {
    try (RedisServer server = RedisServer.start(TestSettings::say)) {
      try (RedisStore store = open(server, Duration.ofHours(1))) {
        fillWithOver(store, Service.PAYMENT);
      }
      server.process().kill();
      server.restart();
      limitToHalfOfFill(server);
      try (RedisStore store = open(server, Duration.ofMillis(50))) {
        Await.until("there is room", PATIENCE, () -> canPut(store));
      }
    }
  }

  @Test
  void shardThatCannotBeReadDoesNotStopTheOthers() {
    try (RedisServer server = RedisServer.start(TestSettings::say);
        RedisStore store = open(server, Duration.ofMillis(50))) {
      String first = new String(names(Service.ORDER).buckets(), UTF_8);
      assertEquals("OK", server.process().cli("SET", first, "no index").strip());
      fillWithOver(store, Service.PAYMENT);
      Await.until("all are dropped", PATIENCE, () -> store.statistics().expired() == ANSWERS);
    }
  }

  private static ShardNames names(Service service) {
    return new ShardNames("shop", new ShardId(service, 0));
  }

  /** About a megabyte. */
  private static void fillWithOver(RedisStore store, Service service) {
    Instant over = Instant.now().minus(Duration.ofMinutes(10));
    String text = "x".repeat(2_000);
    Map<Key, @Nullable StoredRecord> records = new HashMap<>();
    for (int number = 0; number < ANSWERS; number++) {
      Key key = new Key(RecordKind.ANSWER, new ShardId(service, 0), "answer-" + number);
      records.put(key, new DedupeRecord(new Answer.Created(text), over));
    }
    store.commit(List.of(), view -> new Commit<>(records, true));
  }

  private static void limitToHalfOfFill(RedisServer server) {
    String limit = Long.toString(usedMemory(server) - 500_000);
    assertEquals("OK", server.process().cli("CONFIG", "SET", "maxmemory", limit).strip());
    assertTrue(server.process().cli("SET", "a", "b").contains("OOM"));
  }

  private static long usedMemory(RedisServer server) {
    String line =
        server
            .process()
            .cli("INFO", "memory")
            .lines()
            .filter(some -> some.startsWith("used_memory:"))
            .findFirst()
            .orElseThrow();
    return Long.parseLong(line.substring(line.indexOf(':') + 1).strip());
  }

  private static boolean canPut(RedisStore store) {
    try {
      store.commit(
          List.of(KEY), view -> new Commit<>(Map.of(KEY, new Account(new Amount(1), 1)), true));
      return true;
    } catch (StoreUnavailableException e) {
      return false;
    }
  }

  private static RedisStore open(RedisServer server, Duration expireEvery) {
    RedisSettings settings = TestSettings.settings(server.url(), "shop", 0);
    return RedisStore.open(
        settings.withLimits(settings.limits().withExpireEvery(expireEvery)),
        SHARDS,
        InstantSource.system());
  }
}
