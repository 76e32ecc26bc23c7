package tercet.runtime.mailbox;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.RecordView;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.runtime.store.Store;

/**
 * The records as the decisions of one batch see them: the stored ones, and the batch's changes so
 * far.
 */
final class BatchView implements RecordView {
  private final Store.View view;
  private final Instant now;
  private final Map<Key, @Nullable StoredRecord> changes = new LinkedHashMap<>();

  BatchView(Store.View view, Instant now) {
    this.view = view;
    this.now = now;
  }

  @Override
  public @Nullable StoredRecord get(Key key) {
    StoredRecord changed = changes.get(key);
    if (changed == null) {
      changed = changes.containsKey(key) ? null : view.get(key);
    }
    return changed instanceof StoredRecord.Expiring expiring && !now.isBefore(expiring.expiresAt())
        ? null
        : changed;
  }

  @Override
  public long incarnation() {
    return view.incarnation();
  }

  @Override
  public boolean mayLack(long begun) {
    return view.mayLack(begun);
  }

  void apply(Decision decision) {
    for (Decision.Change change : decision.changes()) {
      Key key = change.key();
      if (change.stored() == null && view.get(key) == null) {
        changes.remove(key); // made and ended within the batch: never stored
      } else {
        changes.put(key, change.stored());
      }
    }
  }

  Map<Key, @Nullable StoredRecord> changes() {
    return changes;
  }
}
