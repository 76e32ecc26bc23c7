package tercet.kernel.decision;

import java.time.Instant;
import tercet.kernel.balance.Balance;
import tercet.kernel.dedupe.DedupeRecord;
import tercet.kernel.dedupe.IdempotencyRecord;
import tercet.kernel.order.Order;
import tercet.kernel.outcome.Reconciliation;
import tercet.kernel.transaction.OpenBranch;
import tercet.kernel.transaction.OpenTransaction;
import tercet.kernel.transaction.Tombstone;

/** Everything that a shard stores. Immutable. */
public sealed interface StoredRecord
    permits Balance, Order, StoredRecord.Open, StoredRecord.Expiring {

  /**
   * A record that still waits for something. The interpreter wakes it by {@link Input.TimerFired}
   * at the time that it names, also after a crash: what is stored is the whole memory of what is
   * still to be sent.
   */
  sealed interface Open extends StoredRecord permits OpenTransaction, OpenBranch, Reconciliation {
    /** When to look at it again. */
    Instant wakeAt();
  }

  /**
   * A record that nobody needs after a time. From then on it reads as absent, and a store drops it
   * when convenient.
   */
  sealed interface Expiring extends StoredRecord
      permits DedupeRecord, IdempotencyRecord, Tombstone {
    /** The first moment at which it may be gone. */
    Instant expiresAt();
  }
}
