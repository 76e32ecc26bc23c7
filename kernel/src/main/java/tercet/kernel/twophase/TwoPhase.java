package tercet.kernel.twophase;

import java.time.Instant;
import java.util.List;
import tercet.kernel.id.ShardId;
import tercet.kernel.transaction.OpenTransaction;
import tercet.kernel.transaction.PendingClient;
import tercet.kernel.transaction.Transaction;

/** An open two-phase commit at its coordinator. */
public sealed interface TwoPhase extends OpenTransaction {
  /** How often the current messages were sent, at least once. */
  int sends();

  @Override
  default boolean isUndecided() {
    return this instanceof Preparing;
  }

  /**
   * The first phase: participants are asked one after the other to lock and to promise. Not
   * decided; if this record vanishes without {@link Committing}, it is aborted.
   *
   * @param step index of the participant that is being asked, of those in turn
   * @param noneValidAfter no prepare that was sent so far is valid after then
   */
  record Preparing(
      Transaction transaction,
      List<PendingClient> waiters,
      int step,
      Instant noneValidAfter,
      int sends,
      Instant wakeAt)
      implements TwoPhase {
    public Preparing {
      waiters = List.copyOf(waiters);
    }

    @Override
    public List<ShardId> awaiting() {
      return List.of(transaction.inTurn().get(step).shard());
    }

    @Override
    public Preparing withWaiters(List<PendingClient> changed) {
      return new Preparing(transaction, changed, step, noneValidAfter, sends, wakeAt);
    }
  }

  /**
   * The second phase: committed for good, and the clients know. Kept until every participant has
   * confirmed.
   *
   * @param awaiting participants whose confirmation is missing
   * @param noneValidAfter no prepare of this transaction is valid after then
   */
  record Committing(
      Transaction transaction,
      List<ShardId> awaiting,
      Instant noneValidAfter,
      int sends,
      Instant wakeAt)
      implements TwoPhase {
    public Committing {
      awaiting = List.copyOf(awaiting);
    }

    @Override
    public List<PendingClient> waiters() {
      return List.of();
    }

    @Override
    public Committing withWaiters(List<PendingClient> changed) {
      throw new IllegalStateException("all clients of a committed transaction were told");
    }

    @Override
    public boolean canBeJoined(Instant now) {
      return false;
    }

    Committing withAwaiting(List<ShardId> changed) {
      return new Committing(transaction, changed, noneValidAfter, sends, wakeAt);
    }
  }
}
