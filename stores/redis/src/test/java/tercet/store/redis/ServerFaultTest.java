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

  @Test
  void serverThatComesBackWithOldDataIsNoticed(@TempDir Path backups) {
    try (RedisServer server = RedisServer.start(TestSettings::say);
        RedisStore store = open(server)) {
      put(store, 1);
      long incarnation = incarnation(store);
      server.process().kill();
      Path backup = server.backUp(backups.resolve("old"));
      server.restart();
      Await.until("it is back", PATIENCE, () -> canPut(store, 2));
      put(store, 3);
      assertEquals(0, store.statistics().rollbacks());
      assertTrue(incarnation(store) > incarnation, "a restart begins a life");

      server.process().kill();
      server.restore(backup);
      server.restart();
      Await.until("it is back", PATIENCE, () -> canRead(store));
      assertEquals(text(1), get(store));
      assertEquals(1, store.statistics().rollbacks());
      put(store, 4);
      assertEquals(text(4), get(store));
      assertEquals(1, store.statistics().rollbacks());
    }
  }

  private static PaymentNode node(RedisServer server) {
    RedisSettings settings = RedisSettings.of(RedisAddress.parse(server.url()), "shop", 0);
    return new PaymentNode(
        RedisStore.open(settings, PaymentNode.SHARDS.count(), PaymentNode.CLOCK), 2);
  }

  private static RedisStore open(RedisServer server) {
    return RedisStore.open(
        TestSettings.settings(server.url(), "shop", 0), SHARDS, InstantSource.system());
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
