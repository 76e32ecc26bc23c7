package tercet.server.failpoint;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.ShardId;
import tercet.runtime.store.Commit;
import tercet.runtime.store.Overdue;
import tercet.runtime.store.Store;
import tercet.runtime.store.StoreGuarantees;

/** A store with a point at which the process dies. */
final class HaltingStore implements Store {
  private final Store store;
  private final Failpoint point;

  HaltingStore(Store store, Failpoint point) {
    this.store = store;
    this.point = point;
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
    List<StoredRecord> records = new ArrayList<>();
    T result =
        store.commit(
            expected,
            view -> {
              Commit<T> commit = decide.apply(view);
              records.clear();
              for (@Nullable StoredRecord stored : commit.changes().values()) {
                if (stored != null) {
                  records.add(stored);
                }
              }
              point.beforeCommit(records);
              return commit;
            });
    point.afterCommit(records);
    return result;
  }

  @Override
  public void scanOpen(Collection<ShardId> shards, BiConsumer<Key, StoredRecord.Open> visitor) {
    store.scanOpen(shards, visitor);
  }

  @Override
  public Overdue.@Nullable Place scanOverdue(
      Collection<ShardId> shards, Overdue overdue, BiConsumer<Key, StoredRecord.Open> visitor) {
    return store.scanOverdue(shards, overdue, visitor);
  }

  @Override
  public void close() {
    store.close();
  }
}
