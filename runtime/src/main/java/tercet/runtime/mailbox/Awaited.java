package tercet.runtime.mailbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tercet.kernel.choreography.Choreography;
import tercet.kernel.choreography.Voted;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.ShardId;
import tercet.kernel.outcome.Applied;
import tercet.kernel.outcome.Reconciliation;
import tercet.kernel.refund.Refunded;
import tercet.kernel.refund.Refunding;
import tercet.kernel.saga.Debited;
import tercet.kernel.saga.Saga;
import tercet.kernel.tcc.Held;
import tercet.kernel.tcc.Tcc;
import tercet.kernel.transaction.OpenTransaction;
import tercet.kernel.twophase.Prepared;
import tercet.kernel.twophase.Queued;
import tercet.kernel.twophase.TwoPhase;

/**
 * The shards that an open record waits for. While none of them can be reached, sending again is
 * useless.
 */
public final class Awaited {
  private Awaited() {}

  /**
   * Whether it is useless to wake a record now: it could only send again, and none of the shards
   * that it waits for can be reached.
   */
  public static boolean isInVain(StoredRecord.Open open, Instant now, Predicate<ShardId> reaches) {
    return isInVain(shards(open), decidesAt(open), now, reaches);
  }

  /**
   * The same, for what is known of a record.
   *
   * @param awaits its {@link #shards}
   * @param decidesAt its {@link #decidesAt(StoredRecord.Open)}
   */
  static boolean isInVain(
      List<ShardId> awaits, @Nullable Instant decidesAt, Instant now, Predicate<ShardId> reaches) {
    return !awaits.isEmpty()
        && (decidesAt == null || now.isBefore(decidesAt))
        && awaits.stream().noneMatch(reaches);
  }

  /** The shards whose answers are missing; empty if it waits for a time only. */
  public static List<ShardId> shards(StoredRecord.Open open) {
    return switch (open) {
      case OpenTransaction transaction -> transaction.awaiting();
      case Held part -> List.of(part.origin().shard());
      case Debited part -> List.of(part.origin().shard());
      case Prepared part -> List.of(part.origin().shard());
      case Voted part -> both(part.awaiting(), part.unheard());
      case Queued part -> List.of();
      case Applied part -> List.of(part.origin().shard());
      case Reconciliation outcome -> outcome.awaiting();
      case Refunding refund -> both(refund.awaiting(), refund.closing());
      case Refunded part -> List.of(part.origin().shard());
    };
  }

  private static List<ShardId> both(List<ShardId> some, List<ShardId> others) {
    List<ShardId> all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }

  private static @Nullable Instant tellsAt(OpenTransaction aborted) {
    return aborted.waiters().isEmpty() ? null : aborted.wakeAt();
  }

  /**
   * When it is woken even if no shard can be reached, because something is decided or a client is
   * told. Null if its wake-ups only send again.
   */
  static @Nullable Instant decidesAt(StoredRecord.Open open) {
    return switch (open) {
      case Tcc.Trying transaction -> transaction.transaction().deadline();
      case Saga.Debiting transaction -> transaction.transaction().deadline();
      case TwoPhase.Preparing transaction -> transaction.transaction().deadline();
      case Queued part -> part.deadline();
      case Tcc.Cancelling transaction -> tellsAt(transaction);
      case Saga.Compensating transaction -> tellsAt(transaction);
      case TwoPhase.Committing transaction -> null;
      case Choreography transaction -> null;
      case Held part -> null;
      case Debited part -> null;
      case Prepared part -> null;
      case Voted part -> null;
      case Applied part -> null;
      case Reconciliation outcome -> null;
      case Refunding refund -> refund.waiters().isEmpty() ? null : refund.wakeAt();
      case Refunded part -> null;
    };
  }
}
