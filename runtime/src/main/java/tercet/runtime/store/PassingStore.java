package tercet.runtime.store;

import java.util.Collection;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.ShardId;

/** A store in front of another one; a subclass changes some of its operations. */
public abstract class PassingStore implements Store {
  private final Store store;

  protected PassingStore(Store store) {
    this.store = store;
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
    return store.commit(expected, decide);
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
  public void scanKeys(
      ShardId shard, RecordKind kind, String after, int max, Consumer<Key> visitor) {
    store.scanKeys(shard, kind, after, max, visitor);
  }

  @Override
  public Map<String, String> unreadable() {
    return store.unreadable();
  }

  @Override
  public void close() {
    store.close();
  }
}
