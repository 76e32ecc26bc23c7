package tercet.testing.simulator.world;

import java.util.Collection;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.ShardId;
import tercet.runtime.store.Commit;
import tercet.runtime.store.Overdue;
import tercet.runtime.store.PassingStore;
import tercet.runtime.store.Store;

/** A simulated store knows one thread only; the contract has several take turns. */
final class LockedStore extends PassingStore {
  private final ReentrantLock turn;

  LockedStore(Store store, ReentrantLock turn) {
    super(store);
    this.turn = turn;
  }

  @Override
  public <T> T commit(Collection<Key> expected, Function<View, Commit<T>> decide) {
    turn.lock();
    try {
      return super.commit(expected, decide);
    } finally {
      turn.unlock();
    }
  }

  @Override
  public void scanOpen(Collection<ShardId> shards, BiConsumer<Key, StoredRecord.Open> visitor) {
    turn.lock();
    try {
      super.scanOpen(shards, visitor);
    } finally {
      turn.unlock();
    }
  }

  @Override
  public Overdue.@Nullable Place scanOverdue(
      Collection<ShardId> shards, Overdue overdue, BiConsumer<Key, StoredRecord.Open> visitor) {
    turn.lock();
    try {
      return super.scanOverdue(shards, overdue, visitor);
    } finally {
      turn.unlock();
    }
  }
}
