package tercet.testing.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tercet.kernel.balance.Account;
import tercet.kernel.id.Key;
import tercet.kernel.id.ShardId;
import tercet.runtime.store.Commit;
import tercet.runtime.store.Store;
import tercet.runtime.store.StoreContendedException;

/** Several threads that commit at once. */
public interface StoreThreads extends StoreUnderTest {
  /** How often each thread adds one. */
  default int rounds() {
    return 300;
  }

  @Test
  default void commitsToDisjointShardsLoseNothing() throws Exception {
    try (Store store = open()) {
      List<ShardId> shards = SHARDS.all();
      List<Runnable> tasks = new ArrayList<>();
      for (ShardId shard : shards) {
        put(store, accountKey(shard, "a"), account(0));
        tasks.add(() -> addOnes(store, accountKey(shard, "a"), new AtomicInteger()));
      }
      runAtOnce(tasks);
      for (ShardId shard : shards) {
        assertEquals(account(rounds()), get(store, accountKey(shard, "a")));
      }
    }
    try (Store store = open()) {
      for (ShardId shard : SHARDS.all()) {
        assertEquals(account(rounds()), get(store, accountKey(shard, "a")));
      }
    }
  }

  @Test
  default void conflictingCommitsAreDecidedAgainAndLoseNothing() throws Exception {
    try (Store store = open()) {
      assumeTrue(store.guarantees().shared(), "the store does not arbitrate");
      Key key = accountKey(SHARD, "a");
      put(store, key, account(0));
      AtomicInteger decisions = new AtomicInteger();
      runAtOnce(
          List.of(() -> addOnes(store, key, decisions), () -> addOnes(store, key, decisions)));
      assertEquals(account(2L * rounds()), get(store, key));
      assertTrue(decisions.get() >= 2 * rounds());
    }
  }

  private void addOnes(Store store, Key key, AtomicInteger decisions) {
    int done = 0;
    while (done < rounds()) {
      try {
        addOne(store, key, decisions);
        done++;
      } catch (StoreContendedException e) {
        // The other one was always faster. Nothing happened, so it is tried again.
      }
    }
  }

  private void addOne(Store store, Key key, AtomicInteger decisions) {
    boolean found =
        store.commit(
            List.of(key),
            view -> {
              decisions.incrementAndGet();
              return view.get(key) instanceof Account account
                  ? new Commit<>(Map.of(key, account(account.amount().value() + 1)), true)
                  : new Commit<>(Map.of(), false);
            });
    assertTrue(found, "the record was gone");
  }

  /** Runs tasks on threads of their own, which begin together; fails if one of them fails. */
  private static void runAtOnce(List<Runnable> tasks)
      throws InterruptedException, ExecutionException {
    CountDownLatch ready = new CountDownLatch(tasks.size());
    try (ExecutorService threads = Executors.newFixedThreadPool(tasks.size())) {
      List<Future<?>> running = new ArrayList<>();
      for (Runnable task : tasks) {
        running.add(
            threads.submit(() -> {
              ready.countDown();
              ready.await();
              task.run();
              return null;
            }));
      }
      for (Future<?> task : running) {
        task.get();
      }
    }
  }
}
