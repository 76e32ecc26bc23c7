package tercet.kernel.decision;

import java.time.Instant;
import tercet.kernel.balance.Balance;
import tercet.kernel.dedupe.DedupeRecord;
import tercet.kernel.dedupe.IdempotencyRecord;
import tercet.kernel.order.Order;
import tercet.kernel.outcome.Reconciliation;
import tercet.kernel.refund.Refunding;
import tercet.kernel.transaction.OpenBranch;
import tercet.kernel.transaction.OpenTransaction;
import tercet.kernel.transaction.Ruling;
import tercet.kernel.transaction.Tombstone;

/** A record that a shard stores. Immutable. */
public sealed interface StoredRecord
    permits Balance, Order, Ruling, StoredRecord.Open, StoredRecord.Expiring {

  /**
   * A record that still waits for something. The interpreter wakes it by {@link Input.TimerFired}
   * at the time that it names, also after a crash: nothing else remembers which messages are still
   * to be sent.
   */
  sealed interface Open extends StoredRecord
      permits OpenTransaction, OpenBranch, Reconciliation, Refunding {
    /** When to look at it again. */
    Instant wakeAt();
  }

  /**
   * A record that is needed only until a time. From then on it reads as absent, and a store drops
   * it when convenient.
   */
  sealed interface Expiring extends StoredRecord
      permits DedupeRecord, IdempotencyRecord, Tombstone {
    /** The first moment at which it may be gone. */
    Instant expiresAt();
  }
}
