package tercet.testing.simulator.world;

import java.util.Collection;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Function;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.ShardId;
import tercet.runtime.store.Commit;
import tercet.runtime.store.Store;
import tercet.runtime.store.StoreGuarantees;

/** A simulated store knows one thread only; the contract has several take turns. */
final class LockedStore implements Store {
  private final Store store;
  private final ReentrantLock turn;

  LockedStore(Store store, ReentrantLock turn) {
    this.store = store;
    this.turn = turn;
  }

  @Override
  public StoreGuarantees guarantees() {
    return store.guarantees();
  }

  @Override
  public boolean hasSequences() {
    return store.hasSequences();
  }

  @Override
  public <T> T commit(Collection<Key> expected, Function<View, Commit<T>> decide) {
    turn.lock();
    try {
      return store.commit(expected, decide);
    } finally {
      turn.unlock();
    }
  }

  @Override
  public void scanOpen(Collection<ShardId> shards, BiConsumer<Key, StoredRecord.Open> visitor) {
    turn.lock();
    try {
      store.scanOpen(shards, visitor);
    } finally {
      turn.unlock();
    }
  }

  @Override
  public void close() {
    store.close();
  }
}
