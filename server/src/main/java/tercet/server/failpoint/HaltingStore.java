package tercet.server.failpoint;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.runtime.store.Commit;
import tercet.runtime.store.PassingStore;
import tercet.runtime.store.Store;

/** A store with a point at which the process dies. */
final class HaltingStore extends PassingStore {
  private final Failpoint point;

  HaltingStore(Store store, Failpoint point) {
    super(store);
    this.point = point;
  }

  @Override
  public <T> T commit(Collection<Key> expected, Function<View, Commit<T>> decide) {
    List<StoredRecord> records = new ArrayList<>();
    T result =
        super.commit(
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
}
