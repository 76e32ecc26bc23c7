package tercet.simulator.coverage;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tercet.kernel.TransactionId;
import tercet.kernel.saga.Saga;

/** What the shard of an order knows of a transaction when an input about it comes. */
enum CoordinatorState {
  /** No transaction of the order is open. */
  ABSENT,
  /** Undecided, before its deadline. */
  DEBITING,
  /** Undecided, after its deadline. */
  DEBITING_LATE,
  /** Aborted, before its deadline. */
  UNDOING,
  /** Aborted, after its deadline. */
  UNDOING_LATE,
  /** Another transaction of the same order is open. */
  ANOTHER;

  /**
   * @param about the transaction that the input is about, null if it is about any
   */
  static CoordinatorState of(@Nullable Saga saga, @Nullable TransactionId about, Instant now) {
    if (saga == null) {
      return ABSENT;
    }
    if (about != null && !about.equals(saga.transaction().id())) {
      return ANOTHER;
    }
    boolean late = !now.isBefore(saga.transaction().deadline());
    return switch (saga) {
      case Saga.Debiting debiting -> late ? DEBITING_LATE : DEBITING;
      case Saga.Undoing undoing -> late ? UNDOING_LATE : UNDOING;
    };
  }
}
