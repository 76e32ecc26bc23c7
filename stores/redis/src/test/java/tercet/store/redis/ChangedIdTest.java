package tercet.store.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
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
import tercet.runtime.store.StoreContendedException;
import tercet.testing.contract.PaymentClients;
import tercet.testing.contract.PaymentNode;
import tercet.testing.testbed.server.Await;
import tercet.testing.testbed.server.RedisServer;

/** A server takes another replication id while it runs: its data and its clients stay. */
@Tag("slow")
@Timeout(120)
final class ChangedIdTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int SHARDS = 4;
  private static final Key KEY = new Key(RecordKind.ACCOUNT, new ShardId(Service.PAYMENT, 0), "a");

  /** As the documented backup does. */
  @Test
  void backupBeginsOneLifeAtMost(@TempDir Path backups) {
    try (RedisServer server = RedisServer.start(TestSettings::say);
        RedisStore early = open(server)) {
      put(early);
      String id = id(server);
      Path backup = backups.resolve("backup.rdb");
      server.process().cli("--rdb", backup.toString());
      assertTrue(Files.exists(backup));
      assertNotEquals(id, id(server));
      assertOneLifeMore(server, early);
    }
  }

  @Test
  void firstReplicaBeginsOneLifeAtMost() {
    try (RedisServer server = RedisServer.start(TestSettings::say);
        RedisServer replica = RedisServer.start(TestSettings::say);
        RedisStore early = open(server)) {
      put(early);
      String id = id(server);
      replica.process().cli("REPLICAOF", "127.0.0.1", "" + server.process().port());
      Await.until("it follows", PATIENCE, replica.process()::isReplica);
      assertNotEquals(id, id(server));
      assertOneLifeMore(server, early);
    }
  }

  /** As a server does whose replicas were away for so long that it keeps no backlog for them. */
  @Test
  void commitsGoOnOverAllConnections(@TempDir Path backups) throws Exception {
    try (RedisServer server =
            RedisServer.start(TestSettings::say, List.of("--repl-backlog-ttl", "1"));
        PaymentNode node = node(server);
        PaymentClients clients = new PaymentClients(node)) {
      clients.awaitAnswers(500);
      TreeSet<String> ids = new TreeSet<>(List.of(id(server)));
      server.process().cli("--rdb", backups.resolve("backup.rdb").toString());
      ids.add(id(server));
      Await.until("it keeps no backlog", PATIENCE, () -> ids.add(id(server)));
      RedisStore store = (RedisStore) node.store();
      TreeSet<Long> lives = new TreeSet<>();
      try (PaymentNode late = node(server)) {
        for (int time = 0; time < 20; time++) {
          clients.awaitAnswers(100);
          lives.add(incarnation(store));
          lives.add(incarnation((RedisStore) late.store()));
        }
      }
      assertEquals(1, lives.size(), lives::toString);
      clients.awaitAnswers(500);
      clients.check();
      assertEquals(0, store.statistics().rollbacks());
    }
  }

  private static void assertOneLifeMore(RedisServer server, RedisStore early) {
    TreeSet<Long> lives = new TreeSet<>(List.of(incarnation(early)));
    try (RedisStore late = open(server)) {
      for (int time = 0; time < 10; time++) {
        put(early);
        lives.add(incarnation(early));
        put(late);
        lives.add(incarnation(late));
      }
    }
    assertTrue(lives.size() <= 2, lives::toString);
    assertEquals(0, early.statistics().rollbacks());
  }

  private static String id(RedisServer server) {
    return server
        .process()
        .cli("INFO", "replication")
        .lines()
        .filter(line -> line.startsWith("master_replid:"))
        .findFirst()
        .orElseThrow();
  }

  private static PaymentNode node(RedisServer server) {
    RedisSettings settings = RedisSettings.of(RedisAddress.parse(server.url()), "shop", 0);
    return new PaymentNode(
        RedisStore.open(settings, PaymentNode.SHARDS.count(), PaymentNode.CLOCK), 2);
  }

  private static RedisStore open(RedisServer server) {
    RedisSettings settings = TestSettings.settings(server.url(), "shop", 0);
    return RedisStore.open(settings, SHARDS, InstantSource.system());
  }

  private static void put(RedisStore store) {
    store.commit(
        List.of(KEY), view -> new Commit<>(Map.of(KEY, new Account(new Amount(1), 1)), true));
  }

  private static long incarnation(RedisStore store) {
    while (true) {
      try {
        return store.commit(List.of(KEY), view -> new Commit<>(Map.of(), view.incarnation()));
      } catch (StoreContendedException e) {
        // the clients were faster
      }
    }
  }
}
