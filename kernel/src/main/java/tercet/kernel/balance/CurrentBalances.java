package tercet.kernel.balance;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tercet.kernel.decision.RecordView;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;

/** Records as they are at a time: leases and slots that are over have ended. */
public record CurrentBalances(RecordView records, Instant now) implements RecordView {
  @Override
  public @Nullable StoredRecord get(Key key) {
    StoredRecord stored = records.get(key);
    return stored instanceof Balance balance ? balance.asOf(now) : stored;
  }

  @Override
  public long incarnation() {
    return records.incarnation();
  }

  @Override
  public boolean mayLack(long begun) {
    return records.mayLack(begun);
  }
}
