package tercet.kernel.transaction;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tercet.kernel.choreography.Choreography;
import tercet.kernel.decision.RecordView;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.TransactionId;
import tercet.kernel.saga.Saga;
import tercet.kernel.tcc.Tcc;
import tercet.kernel.twophase.TwoPhase;

/** A transaction at the shard of its order, as long as anything is left to be sent. */
public sealed interface OpenTransaction extends StoredRecord.Open
    permits Saga, Tcc, TwoPhase, Choreography {
  Transaction transaction();

  /** Clients that wait for the outcome. */
  List<PendingClient> waiters();

  /** The same with other waiters. */
  OpenTransaction withWaiters(List<PendingClient> changed);

  /**
   * Whether a client that begins to wait now will be told the outcome: as long as it is undecided,
   * or its clients have not been told. One that cannot be joined has not paid the order as it is.
   */
  default boolean canBeJoined(Instant now) {
    return true;
  }

  /** Participants whose answer is missing. */
  List<ShardId> awaiting();

  /** Whether it can still end either way. */
  boolean isUndecided();

  /** Whether participants may commit it without the order's shard, so that the order must stay. */
  default boolean isDecidedByParticipants() {
    return false;
  }

  /**
   * The open transaction that a message is about, or null if there is none any more. By then
   * another one of the same order may be open, of any protocol.
   */
  static <T extends OpenTransaction> @Nullable T find(
      RecordView records, Key key, TransactionId id, Class<T> type) {
    StoredRecord stored = records.get(key);
    return type.isInstance(stored) && type.cast(stored).transaction().id().equals(id)
        ? type.cast(stored)
        : null;
  }
}
