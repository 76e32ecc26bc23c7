package tercet.store.rocksdb;

import java.util.List;
import tercet.kernel.balance.Balance;
import tercet.kernel.command.Answer;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.dedupe.DedupeRecord;
import tercet.kernel.dedupe.IdempotencyRecord;
import tercet.kernel.id.Key;
import tercet.kernel.order.Order;
import tercet.kernel.transaction.Tombstone;

/** About how many bytes of heap a cached record takes. */
final class HeapWeight {
  /** Key, id, and what the cache itself needs. */
  private static final int ENTRY = 200;

  private static final int BALANCE = 64;
  private static final int ORDER = 120;
  private static final int LINE = 128;
  private static final int OTHER = 200;

  private HeapWeight() {}

  static int of(Key key, StoredRecord stored) {
    int record =
        switch (stored) {
          case Balance balance -> BALANCE;
          case Order order -> ORDER + lines(order.lines());
          case DedupeRecord answered ->
              answered.answer() instanceof Answer.OrderFound found
                  ? OTHER + lines(found.lines())
                  : OTHER;
          case IdempotencyRecord claimed -> OTHER;
          case StoredRecord.Open open -> OTHER;
          case Tombstone tombstone -> OTHER;
        };
    return ENTRY + key.id().length() + record;
  }

  private static int lines(List<?> lines) {
    return LINE * lines.size();
  }
}
