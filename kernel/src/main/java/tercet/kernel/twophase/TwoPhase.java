package tercet.kernel.twophase;

import java.time.Instant;
import java.util.List;
import tercet.kernel.ShardId;
import tercet.kernel.transaction.OpenTransaction;
import tercet.kernel.transaction.Transaction;
import tercet.kernel.transaction.Waiter;

/** An open two-phase commit at its coordinator. */
public sealed interface TwoPhase extends OpenTransaction {
  /** How often the current messages were sent, at least once. */
  int sends();

  /**
   * The first phase: participants are asked one after the other to lock and to promise. Not
   * decided; if this record vanishes without {@link Committing}, it is aborted.
   *
   * @param step index of the participant that is being asked, of those in turn
   * @param quietAfter no prepare that was sent so far is valid after then
   */
  record Preparing(
      Transaction transaction,
      List<Waiter> waiters,
      int step,
      Instant quietAfter,
      int sends,
      Instant wakeAt)
      implements TwoPhase {
    public Preparing {
      waiters = List.copyOf(waiters);
    }

    @Override
    public Preparing withWaiters(List<Waiter> changed) {
      return new Preparing(transaction, changed, step, quietAfter, sends, wakeAt);
    }
  }

  /**
   * The second phase: committed for good, and the clients know. Kept until every participant has
   * confirmed.
   *
   * @param awaiting participants whose confirmation is missing
   * @param quietAfter no prepare of this transaction is valid after then
   */
  record Committing(
      Transaction transaction,
      List<ShardId> awaiting,
      Instant quietAfter,
      int sends,
      Instant wakeAt)
      implements TwoPhase {
    public Committing {
      awaiting = List.copyOf(awaiting);
    }

    @Override
    public List<Waiter> waiters() {
      return List.of();
    }

    @Override
    public Committing withWaiters(List<Waiter> changed) {
      throw new IllegalStateException("all clients of a committed transaction were told");
    }

    @Override
    public boolean canBeJoined(Instant now) {
      return false;
    }

    Committing withAwaiting(List<ShardId> changed) {
      return new Committing(transaction, changed, quietAfter, sends, wakeAt);
    }
  }
}
