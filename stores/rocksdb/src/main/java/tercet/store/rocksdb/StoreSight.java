package tercet.store.rocksdb;

import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.runtime.store.Store;

/** The records as one run of a decision sees them. */
record StoreSight(
    Function<Key, @Nullable StoredRecord> records, Instant horizon, Incarnation opened)
    implements Store.View {
  @Override
  public @Nullable StoredRecord get(Key key) {
    return records.apply(key);
  }

  @Override
  public long incarnation() {
    return opened.number();
  }

  @Override
  public boolean mayLack(long begun) {
    return opened.mayLack(begun);
  }
}
