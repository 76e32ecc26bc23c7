package tercet.store.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tercet.kernel.balance.Account;
import tercet.kernel.id.Amount;
import tercet.kernel.id.Key;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.kernel.transaction.Tombstone;
import tercet.runtime.store.Commit;
import tercet.runtime.store.StoreFailedException;

/** Closing while other threads work. */
final class ClosingTest {
  private static final int SHARDS = 4;

  @TempDir Path folder;

  @Test
  void commitsThatRaceWithCloseAreEitherKeptOrRefused() throws Exception {
    for (int round = 0; round < 10; round++) {
      List<Long> acknowledged = commitUntilClosed(open());
      try (RocksDbStore store = open()) {
        for (int shard = 0; shard < SHARDS; shard++) {
          assertEquals(acknowledged.get(shard), amount(store, shard));
        }
      }
    }
  }

  @Test
  void closedStoreRefusesEverything() {
    RocksDbStore store = open();
    add(store, 0);
    store.close();
    store.close();
    StoreFailedException refused = assertThrows(StoreFailedException.class, () -> add(store, 0));
    assertEquals("The store in " + folder + " is closed.", refused.getMessage());
    assertThrows(
        StoreFailedException.class,
        () -> store.scanOpen(List.of(new ShardId(Service.PAYMENT, 0)), (key, open) -> {}));
    assertEquals(1, store.statistics().commits());
  }

  @Test
  void closedStoreLeavesNothingToReplay() {
    try (RocksDbStore store = open()) {
      add(store, 0);
      Key recent = new Key(RecordKind.PARTICIPATION, new ShardId(Service.PAYMENT, 0), "t");
      Tombstone.Settled settled = new Tombstone.Settled(Instant.now().plusSeconds(60));
      boolean done = store.commit(List.of(), view -> new Commit<>(Map.of(recent, settled), true));
      assertTrue(done);
    }
    try (RocksDbStore store = open()) {
      assertEquals(0, store.statistics().changedRecords());
      assertEquals(1, store.statistics().recentRecords());
    }
  }

  /** Returns the last amount of each shard that was acknowledged. */
  private static List<Long> commitUntilClosed(RocksDbStore store) throws Exception {
    List<CountDownLatch> busy = new ArrayList<>();
    List<Long> acknowledged = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(SHARDS)) {
      List<Future<Long>> committing = new ArrayList<>();
      for (int i = 0; i < SHARDS; i++) {
        int shard = i;
        CountDownLatch some = new CountDownLatch(20);
        busy.add(some);
        committing.add(
            threads.submit(() -> {
              long last = 0;
              try {
                while (true) {
                  last = add(store, shard);
                  some.countDown();
                }
              } catch (StoreFailedException closed) {
                return last;
              }
            }));
      }
      for (CountDownLatch some : busy) {
        some.await(); // each has acknowledged some, however slow it is
      }
      store.close();
      for (Future<Long> thread : committing) {
        acknowledged.add(thread.get());
      }
    }
    return acknowledged;
  }

  private RocksDbStore open() {
    RocksDbSettings settings = RocksDbSettings.defaults().withCheckpointBytes(5_000);
    return RocksDbStore.open(folder, SHARDS, settings, InstantSource.system());
  }

  private static Key key(int shard) {
    return new Key(RecordKind.ACCOUNT, new ShardId(Service.PAYMENT, shard), "a");
  }

  /** Adds one; returns the new amount. */
  private static long add(RocksDbStore store, int shard) {
    return store.commit(
        List.of(),
        view -> {
          Account before =
              view.get(key(shard)) instanceof Account account
                  ? account
                  : new Account(Amount.ZERO, 1);
          Account after = new Account(before.amount().plus(new Amount(1)), 1);
          return new Commit<>(Map.of(key(shard), after), after.amount().value());
        });
  }

  private static long amount(RocksDbStore store, int shard) {
    return store.commit(
        List.of(),
        view ->
            new Commit<>(
                Map.of(),
                view.get(key(shard)) instanceof Account account ? account.amount().value() : 0L));
  }
}
