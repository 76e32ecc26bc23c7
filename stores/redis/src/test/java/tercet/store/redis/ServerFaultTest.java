package tercet.store.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tercet.driver.redis.RedisAddress;
import tercet.kernel.balance.Account;
import tercet.kernel.id.Amount;
import tercet.kernel.id.Key;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.runtime.store.Commit;
import tercet.runtime.store.Store;
import tercet.runtime.store.StoreUnavailableException;
import tercet.testing.contract.PaymentClients;
import tercet.testing.contract.PaymentNode;
import tercet.testing.testbed.server.Await;
import tercet.testing.testbed.server.RedisServer;

/** A server alone dies, stands still, forgets its scripts, or comes back with old data. */
@Tag("slow")
@Timeout(240)
final class ServerFaultTest {
  private static final int FAULTS = 3;
  private static final int SHARDS = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Key KEY = new Key(RecordKind.ACCOUNT, new ShardId(Service.PAYMENT, 0), "a");
  private static final Key ELSEWHERE =
      new Key(RecordKind.ACCOUNT, new ShardId(Service.PAYMENT, 3), "b");

  @Test
  void nothingAcknowledgedIsLostWhenTheServerIsKilledOrStandsStill() throws Exception {
    try (RedisServer server = RedisServer.start(TestSettings::say);
        PaymentNode node = node(server);
        PaymentClients clients = new PaymentClients(node)) {
      for (int fault = 0; fault < FAULTS; fault++) {
        clients.awaitAnswers(500);
        server.process().kill();
        awaitUnavailable(node);
        server.restart();
        clients.awaitAnswers(500);
        server.process().pause();
        awaitUnavailable(node);
        server.process().resume();
        assertEquals("OK", server.process().cli("SCRIPT", "FLUSH").strip());
      }
      clients.awaitAnswers(500);
      clients.check();
      RedisStatistics statistics = ((RedisStore) node.store()).statistics();
      assertEquals(0, statistics.rollbacks());
    }
  }

  /** Late commands are fenced, too: see {@code check} of the clients. */
  private static void awaitUnavailable(PaymentNode node) {
    RedisStore store = (RedisStore) node.store();
    long before = store.statistics().unavailable();
    Await.until("it is away", PATIENCE, () -> store.statistics().unavailable() >= before + 2);
  }

  /** As nodes are set up that agree again on what was lost. */
  @Test
  void serverThatComesBackWithOldDataIsNoticed(@TempDir Path backups) {
    try (RedisServer server = RedisServer.start(TestSettings::say);
        RedisStore store = open(settings(server).withoutQuarantine())) {
      put(store, 1);
      long incarnation = incarnation(store);
      Path backup = backUp(server, backups);
      Await.until("it is back", PATIENCE, () -> canPut(store, 2));
      put(store, 3);
      assertEquals(0, store.statistics().rollbacks());
      assertTrue(incarnation(store) > incarnation, "a restart begins a life");

      rollBack(server, backup);
      Await.until("it is back", PATIENCE, () -> canRead(store));
      assertEquals(text(1), get(store));
      assertEquals(1, store.statistics().rollbacks());
      put(store, 4);
      assertEquals(text(4), get(store));
      assertEquals(1, store.statistics().rollbacks());
    }
  }

  /** Every shard of the server, for every node, also after a restart of server and node. */
  @Test
  void shardsOfServerWithOldDataAreRefusedUntilThatIsAccepted(@TempDir Path backups) {
    try (RedisServer server = RedisServer.start(TestSettings::say)) {
      RedisSettings settings = settings(server);
      try (RedisStore store = open(settings);
          RedisStore other = open(settings)) {
        put(store, 1);
        put(other, 2);
        Path backup = backUp(server, backups);
        Await.until("it is back", PATIENCE, () -> canPut(store, 3));
        rollBack(server, backup);
        Await.until("it is noticed", PATIENCE, () -> refusesForLoss(store, KEY));
        assertEquals(1, store.statistics().rollbacks());
        assertEquals(
            (long) SHARDS * Service.values().length, store.statistics().quarantinedShards());
        Await.until("the other hears of it", PATIENCE, () -> refusesForLoss(other, KEY));
        assertEquals(0, other.statistics().rollbacks(), "it knew of nothing that is lost");
        assertTrue(refusesForLoss(other, ELSEWHERE));
        server.process().kill();
        server.restart();
        Await.until("also after a restart", PATIENCE, () -> refusesForLoss(store, KEY));
      }
      try (RedisStore late = open(settings);
          RedisQuarantine quarantine = RedisQuarantine.open(settings)) {
        assertTrue(refusesForLoss(late, KEY));
        List<ShardId> refused = quarantine.shards();
        assertEquals(SHARDS * Service.values().length, refused.size());
        assertTrue(refusesForLoss(late, KEY), "to look ends nothing");
        assertEquals(refused, quarantine.accept());
        assertEquals(List.of(), quarantine.shards());
        assertEquals(text(2), get(late));
        put(late, 5);
        assertEquals(text(5), get(late));
        Await.until(
            "it looks at the other shards again",
            PATIENCE,
            () -> late.statistics().quarantinedShards() == 0);
      }
    }
  }

  /** A node that was away meanwhile and remembers what was lost. */
  @Test
  void acceptedLossIsNoNewsForNodesThatHearOfItLate(@TempDir Path backups) {
    try (RedisServer server = RedisServer.start(TestSettings::say)) {
      RedisSettings settings = settings(server);
      try (RedisStore store = open(settings);
          RedisStore away = open(settings)) {
        put(store, 1);
        Path backup = backUp(server, backups);
        Await.until("it is back", PATIENCE, () -> canPut(store, 2));
        Await.until("it is back, too", PATIENCE, () -> canPut(away, 3));
        rollBack(server, backup);
        Await.until("it is noticed", PATIENCE, () -> refusesForLoss(store, KEY));
        try (RedisQuarantine quarantine = RedisQuarantine.open(settings)) {
          quarantine.accept();
        }
        Await.until("it goes on", PATIENCE, () -> canPut(store, 4));
        Await.until("the other, too", PATIENCE, () -> canPut(away, 5));
        assertEquals(0, away.statistics().quarantinedShards());
        assertEquals(text(5), get(store));
      }
    }
  }

  /** The right way: the server with all commits comes back. */
  @Test
  void serverWithAllCommitsEndsTheQuarantine(@TempDir Path backups) {
    try (RedisServer server = RedisServer.start(TestSettings::say);
        RedisStore store = open(settings(server))) {
      put(store, 1);
      Path backup = backUp(server, backups);
      Await.until("it is back", PATIENCE, () -> canPut(store, 2));
      server.process().kill();
      Path complete = server.backUp(backups.resolve("complete"));
      server.restore(backup);
      server.restart();
      Await.until("it is noticed", PATIENCE, () -> refusesForLoss(store, KEY));
      rollBack(server, complete);
      Await.until("it goes on", PATIENCE, () -> canRead(store));
      assertEquals(text(2), get(store));
      assertEquals(0, store.statistics().quarantinedShards());
    }
  }

  private static Path backUp(RedisServer server, Path backups) {
    server.process().kill();
    Path backup = server.backUp(backups.resolve("old"));
    server.restart();
    return backup;
  }

  private static void rollBack(RedisServer server, Path backup) {
    server.process().kill();
    server.restore(backup);
    server.restart();
  }

  private static boolean refusesForLoss(Store store, Key key) {
    try {
      store.commit(List.of(key), view -> new Commit<>(Map.of(), view.get(key) != null));
      return false;
    } catch (StoreUnavailableException e) {
      return String.valueOf(e.getMessage()).contains("accept-loss");
    }
  }

  private static PaymentNode node(RedisServer server) {
    RedisSettings settings = RedisSettings.of(RedisAddress.parse(server.url()), "shop", 0);
    return new PaymentNode(
        RedisStore.open(settings, PaymentNode.SHARDS.count(), PaymentNode.CLOCK), 2);
  }

  private static RedisSettings settings(RedisServer server) {
    return TestSettings.settings(server.url(), "shop", 0);
  }

  private static RedisStore open(RedisSettings settings) {
    return RedisStore.open(settings, SHARDS, InstantSource.system());
  }

  private static void put(Store store, long amount) {
    Account account = new Account(new Amount(amount), 1);
    store.commit(List.of(KEY), view -> new Commit<>(Map.of(KEY, account), true));
  }

  private static String get(Store store) {
    return store.commit(
        List.of(KEY), view -> new Commit<>(Map.of(), String.valueOf(view.get(KEY))));
  }

  private static String text(long amount) {
    return String.valueOf(new Account(new Amount(amount), 1));
  }

  private static long incarnation(Store store) {
    return store.commit(List.of(KEY), view -> new Commit<>(Map.of(), view.incarnation()));
  }

  private static boolean canPut(Store store, long amount) {
    try {
      put(store, amount);
      return true;
    } catch (StoreUnavailableException e) {
      return false;
    }
  }

  private static boolean canRead(Store store) {
    try {
      get(store);
      return true;
    } catch (StoreUnavailableException e) {
      return false;
    }
  }
}
