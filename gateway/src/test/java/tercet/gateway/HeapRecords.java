package tercet.gateway;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.ShardId;
import tercet.runtime.store.Commit;
import tercet.runtime.store.Store;
import tercet.runtime.store.StoreGuarantees;

/** A store on the heap, of one process. */
final class HeapRecords implements Store {
  private final Map<Key, StoredRecord> records = new LinkedHashMap<>();

  synchronized void put(Key key, StoredRecord stored) {
    records.put(key, stored);
  }

  synchronized @Nullable StoredRecord find(Key key) {
    return records.get(key);
  }

  @Override
  public StoreGuarantees guarantees() {
    return new StoreGuarantees(false, false, true);
  }

  @Override
  public synchronized <T> T commit(Collection<Key> expected, Function<View, Commit<T>> decide) {
    Commit<T> commit = decide.apply(records::get);
    commit
        .changes()
        .forEach((key, stored) -> {
          if (stored == null) {
            records.remove(key);
          } else {
            records.put(key, stored);
          }
        });
    return commit.result();
  }

  @Override
  public void scanOpen(Collection<ShardId> shards, BiConsumer<Key, StoredRecord.Open> visitor) {
    List<Map.Entry<Key, StoredRecord>> all;
    synchronized (this) {
      all = List.copyOf(records.entrySet());
    }
    for (Map.Entry<Key, StoredRecord> entry : all) {
      if (entry.getValue() instanceof StoredRecord.Open open
          && shards.contains(entry.getKey().shard())) {
        visitor.accept(entry.getKey(), open);
      }
    }
  }

  @Override
  public Map<String, String> unreadable() {
    return Map.of("ORDER/1/ORDER/\"7\"\n", "It is damaged: tag 99");
  }

  @Override
  public void close() {}
}
