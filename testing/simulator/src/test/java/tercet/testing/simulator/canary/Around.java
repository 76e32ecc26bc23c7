package tercet.testing.simulator.canary;

import java.util.Collection;
import java.util.function.BiConsumer;
import java.util.function.Function;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.ShardId;
import tercet.runtime.store.Commit;
import tercet.runtime.store.Store;
import tercet.runtime.store.StoreGuarantees;

/** A store that does what another one does. */
abstract class Around implements Store {
  private final Store store;

  Around(Store store) {
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
  public void close() {
    store.close();
  }
}
