package tercet.store.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tercet.kernel.balance.Account;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Amount;
import tercet.kernel.id.Key;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.runtime.store.Commit;
import tercet.runtime.store.StoreUnavailableException;
import tercet.testing.contract.PaymentClients;
import tercet.testing.contract.PaymentNode;
import tercet.testing.testbed.server.Await;

/** The connection breaks at a commit. */
@Tag("slow")
@Timeout(120)
final class CutConnectionTest {
  private static final Key KEY = new Key(RecordKind.ACCOUNT, new ShardId(Service.PAYMENT, 0), "a");

  @ParameterizedTest
  @EnumSource(names = {"QUESTION", "ANSWER"})
  void nextCommitSeesAllOfItOrNothing(CuttingProxy.Cut cut) throws Exception {
    try (CuttingProxy proxy = new CuttingProxy(TestServer.server().port());
        PostgresStore store = open(proxy)) {
      assertEquals(0, addOne(store));
      proxy.cutNextCommit(cut);
      assertThrows(StoreUnavailableException.class, () -> addOne(store));
      assertTrue(proxy.hasCut());
      assertEquals(cut == CuttingProxy.Cut.ANSWER ? 2 : 1, addOne(store));
    }
  }

  @Test
  void clientsAreServedExactlyOnceThoughConnectionsAreCut() throws Exception {
    try (CuttingProxy proxy = new CuttingProxy(TestServer.server().port());
        PaymentNode node = TestServer.node(through(proxy), 2);
        PaymentClients clients = new PaymentClients(node)) {
      for (int round = 0; round < 20; round++) {
        proxy.cutNextCommit(round % 2 == 0 ? CuttingProxy.Cut.QUESTION : CuttingProxy.Cut.ANSWER);
        clients.awaitAnswers(200);
        // All of those may have been answered by commits that were under way before.
        Await.until("a commit is cut", Duration.ofSeconds(60), proxy::hasCut);
      }
      clients.check();
      assertTrue(TestServer.statistics(node).unavailable() >= 20);
    }
  }

  /** Connections that were open before would go on at that pace. */
  @Test
  void newConnectionWaitsForACommitThatTakesLong() throws Exception {
    try (CuttingProxy proxy = new CuttingProxy(TestServer.server().port());
        PostgresStore store = open(proxy)) {
      assertEquals(0, addOne(store));
      proxy.delayFirstCommits(Duration.ofMillis(1_500));
      proxy.cutNextCommit(CuttingProxy.Cut.QUESTION);
      assertThrows(StoreUnavailableException.class, () -> addOne(store));
      Await.until("it is connected again", Duration.ofSeconds(30), () -> canAddOne(store));
    }
  }

  private static boolean canAddOne(PostgresStore store) {
    try {
      addOne(store);
      return true;
    } catch (StoreUnavailableException e) {
      return false;
    }
  }

  private static PostgresStore open(CuttingProxy proxy) {
    return PostgresStore.open(through(proxy), 8, InstantSource.system());
  }

  /** Without statements that the server remembers, so that every commit has its word in it. */
  private static PostgresSettings through(CuttingProxy proxy) {
    PostgresSettings direct = TestServer.freshSchema();
    return PostgresSettings.of(
        "jdbc:postgresql://127.0.0.1:" + proxy.port() + "/postgres?prepareThreshold=0",
        direct.user(),
        direct.password(),
        direct.schema());
  }

  /** The credit from before. */
  private static long addOne(PostgresStore store) {
    return store.commit(
        List.of(KEY),
        view -> {
          StoredRecord found = view.get(KEY);
          long before = found instanceof Account account ? account.amount().value() : 0;
          return new Commit<>(Map.of(KEY, new Account(new Amount(before + 1), 1)), before);
        });
  }
}
