package tercet.store.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tercet.kernel.balance.Account;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Amount;
import tercet.kernel.id.Key;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.runtime.store.Commit;
import tercet.runtime.store.StoreContendedException;
import tercet.testing.contract.PaymentClients;
import tercet.testing.contract.PaymentNode;

/** Two nodes serve the same shards of one schema; the database arbitrates. */
@Tag("slow")
@Timeout(300)
final class TwoNodesTest {
  private static final ShardId SHARD = new ShardId(Service.PAYMENT, 0);

  @Test
  void clientsOfBothNodesAreServedExactlyOnce() throws Exception {
    PostgresSettings settings = TestServer.freshSchema();
    try (PaymentNode one = TestServer.node(settings, 2);
        PaymentNode other = TestServer.node(settings, 2);
        PaymentClients clients = new PaymentClients(one, other)) {
      clients.awaitAnswers(3_000);
      clients.check();
      long conflicts =
          TestServer.statistics(one).conflicts() + TestServer.statistics(other).conflicts();
      assertTrue(conflicts > 0, "they never met");
      System.out.println(clients.answered() + " answers, " + conflicts + " conflicts");
    }
  }

  /** Each sees that the other has done nothing yet: without serializability both would act. */
  @Test
  void onlyOneOfTwoActsOnWhatTheOtherHasNotDone() throws Exception {
    PostgresSettings settings = TestServer.freshSchema();
    try (PostgresStore one = open(settings);
        PostgresStore other = open(settings);
        ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (int round = 0; round < 100; round++) {
        Key left = account("left" + round);
        Key right = account("right" + round);
        CyclicBarrier begin = new CyclicBarrier(2);
        List<Future<Boolean>> acts = new ArrayList<>();
        acts.add(threads.submit(() -> actUnlessDone(one, left, right, begin)));
        acts.add(threads.submit(() -> actUnlessDone(other, right, left, begin)));
        int acted = 0;
        for (Future<Boolean> act : acts) {
          acted += act.get() ? 1 : 0;
        }
        assertEquals(1, acted, "round " + round);
      }
    }
  }

  @Test
  void nodesThatStartAtOnceMakeOneSchema() throws Exception {
    for (int round = 0; round < 5; round++) {
      PostgresSettings settings = TestServer.freshSchema();
      CyclicBarrier begin = new CyclicBarrier(4);
      try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
        List<Future<?>> starts = new ArrayList<>();
        for (int node = 0; node < 4; node++) {
          starts.add(
              threads.submit(() -> {
                begin.await();
                open(settings).close();
                return true;
              }));
        }
        for (Future<?> start : starts) {
          start.get();
        }
      }
    }
  }

  private static boolean actUnlessDone(
      PostgresStore store, Key mine, Key others, CyclicBarrier begin) throws Exception {
    begin.await();
    return store.commit(
        List.of(mine, others),
        view ->
            view.get(others) == null
                ? new Commit<>(Map.of(mine, new Account(new Amount(1), 1)), true)
                : new Commit<>(Map.of(), false));
  }

  @Test
  void whoIsAlwaysTooSlowIsToldSo() {
    PostgresSettings settings = TestServer.freshSchema();
    Key key = account("a");
    try (PostgresStore slow = open(settings);
        PostgresStore fast = open(settings)) {
      Map<Key, @Nullable StoredRecord> mine = new HashMap<>();
      mine.put(key, new Account(new Amount(7), 1));
      int[] runs = new int[1];
      assertThrows(
          StoreContendedException.class,
          () ->
              slow.commit(
                  List.of(key),
                  view -> {
                    put(fast, key, ++runs[0]);
                    return new Commit<>(mine, true);
                  }));
      assertEquals(settings.runsMax(), runs[0]);
      assertEquals(settings.runsMax(), slow.statistics().conflicts());
      StoredRecord found =
          fast.<List<@Nullable StoredRecord>>commit(
                  List.of(key),
                  view -> {
                    List<@Nullable StoredRecord> all = new ArrayList<>();
                    all.add(view.get(key));
                    return new Commit<>(Map.of(), all);
                  })
              .getFirst();
      assertEquals(new Account(new Amount(runs[0]), 1), found);
    }
  }

  private static void put(PostgresStore store, Key key, long amount) {
    boolean done =
        store.commit(
            List.of(key),
            view -> new Commit<>(Map.of(key, new Account(new Amount(amount), 1)), true));
    assertTrue(done);
  }

  private static Key account(String id) {
    return new Key(RecordKind.ACCOUNT, SHARD, id);
  }

  private static PostgresStore open(PostgresSettings settings) {
    return PostgresStore.open(settings, 1, InstantSource.system());
  }
}
