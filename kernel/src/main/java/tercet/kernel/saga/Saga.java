package tercet.kernel.saga;

import java.time.Instant;
import java.util.List;
import tercet.kernel.command.Refusal;
import tercet.kernel.id.ShardId;
import tercet.kernel.transaction.OpenTransaction;
import tercet.kernel.transaction.PendingClient;
import tercet.kernel.transaction.RollingBack;
import tercet.kernel.transaction.Transaction;

/** An open saga at its coordinator. It is gone as soon as nothing is left to be sent. */
public sealed interface Saga extends OpenTransaction {
  /** No debit that was sent so far is valid after then. */
  Instant noneValidAfter();

  /** How often the current messages were sent, at least once. */
  int sends();

  @Override
  Saga withWaiters(List<PendingClient> changed);

  @Override
  default boolean isUndecided() {
    return this instanceof Debiting;
  }

  /**
   * Undecided: participants are being asked.
   *
   * @param stepOrder the order of its begin; the configuration may have changed since
   * @param step which step of it is being asked; those before have been debited
   */
  record Debiting(
      Transaction transaction,
      List<PendingClient> waiters,
      StepOrder stepOrder,
      int step,
      List<ShardId> awaiting,
      Instant noneValidAfter,
      int sends,
      Instant wakeAt)
      implements Saga {
    public Debiting {
      waiters = List.copyOf(waiters);
      awaiting = List.copyOf(awaiting);
    }

    @Override
    public Debiting withWaiters(List<PendingClient> changed) {
      return new Debiting(
          transaction, changed, stepOrder, step, awaiting, noneValidAfter, sends, wakeAt);
    }

    Debiting withAwaiting(List<ShardId> changed) {
      return new Debiting(
          transaction, waiters, stepOrder, step, changed, noneValidAfter, sends, wakeAt);
    }
  }

  /**
   * Aborted for good: participants are giving back what they took.
   *
   * @param refusal the answer to clients
   */
  record Compensating(
      Transaction transaction,
      List<PendingClient> waiters,
      Refusal refusal,
      List<ShardId> awaiting,
      Instant noneValidAfter,
      int sends,
      Instant wakeAt)
      implements Saga, RollingBack<Compensating> {
    public Compensating {
      waiters = List.copyOf(waiters);
      awaiting = List.copyOf(awaiting);
    }

    /** Its clients have been told at the deadline. */
    @Override
    public boolean canBeJoined(Instant now) {
      return now.isBefore(transaction.deadline());
    }

    @Override
    public Compensating withWaiters(List<PendingClient> changed) {
      return new Compensating(
          transaction, changed, refusal, awaiting, noneValidAfter, sends, wakeAt);
    }

    @Override
    public Compensating withAwaiting(List<ShardId> changed) {
      return new Compensating(
          transaction, waiters, refusal, changed, noneValidAfter, sends, wakeAt);
    }

    @Override
    public Compensating withSends(int changed, Instant wakeAgainAt) {
      return new Compensating(
          transaction, waiters, refusal, awaiting, noneValidAfter, changed, wakeAgainAt);
    }
  }
}
