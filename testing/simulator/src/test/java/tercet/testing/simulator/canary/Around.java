package tercet.testing.simulator.canary;

import java.util.Collection;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.ShardId;
import tercet.runtime.store.Overdue;
import tercet.runtime.store.PassingStore;
import tercet.runtime.store.Store;

/** A store with a planted bug. A bug of one scan is a bug of the other, too. */
abstract class Around extends PassingStore {
  Around(Store store) {
    super(store);
  }

  @Override
  public final Overdue.@Nullable Place scanOverdue(
      Collection<ShardId> shards, Overdue overdue, BiConsumer<Key, StoredRecord.Open> visitor) {
    return overdue.visit(this, shards, visitor);
  }
}
