package tercet.kernel.tcc;

import java.time.Instant;
import java.util.List;
import tercet.kernel.command.Refusal;
import tercet.kernel.id.ShardId;
import tercet.kernel.transaction.OpenTransaction;
import tercet.kernel.transaction.PendingClient;
import tercet.kernel.transaction.RollingBack;
import tercet.kernel.transaction.Transaction;

/** An open try-confirm-cancel transaction at its coordinator. */
public sealed interface Tcc extends OpenTransaction {
  /** No try that was sent so far is valid after then. */
  Instant noneValidAfter();

  /** How often the current messages were sent, at least once. */
  int sends();

  @Override
  Tcc withWaiters(List<PendingClient> changed);

  @Override
  default boolean isUndecided() {
    return this instanceof Trying;
  }

  /**
   * Undecided: participants are being asked to hold their parts.
   *
   * @param attempt {@link #AT_ONCE} or {@link #IN_TURN}
   * @param step index of the participant that is being asked, if they are asked in turn
   */
  record Trying(
      Transaction transaction,
      List<PendingClient> waiters,
      int attempt,
      int step,
      List<ShardId> awaiting,
      Instant noneValidAfter,
      int sends,
      Instant wakeAt)
      implements Tcc {
    /** The first attempt asks all participants at once. */
    public static final int AT_ONCE = 0;

    /** The second one asks them one after the other. So no two transactions wait for each other. */
    public static final int IN_TURN = 1;

    public Trying {
      waiters = List.copyOf(waiters);
      awaiting = List.copyOf(awaiting);
    }

    @Override
    public Trying withWaiters(List<PendingClient> changed) {
      return new Trying(
          transaction, changed, attempt, step, awaiting, noneValidAfter, sends, wakeAt);
    }

    Trying withAwaiting(List<ShardId> changed) {
      return new Trying(
          transaction, waiters, attempt, step, changed, noneValidAfter, sends, wakeAt);
    }

    Trying wakingAt(Instant changed) {
      return new Trying(
          transaction, waiters, attempt, step, awaiting, noneValidAfter, sends, changed);
    }
  }

  /**
   * Aborted for good: participants are releasing what they hold.
   *
   * @param refusal the answer to clients
   */
  record Cancelling(
      Transaction transaction,
      List<PendingClient> waiters,
      Refusal refusal,
      List<ShardId> awaiting,
      Instant noneValidAfter,
      int sends,
      Instant wakeAt)
      implements Tcc, RollingBack<Cancelling> {
    public Cancelling {
      waiters = List.copyOf(waiters);
      awaiting = List.copyOf(awaiting);
    }

    /** Its clients have been told at the deadline. */
    @Override
    public boolean canBeJoined(Instant now) {
      return now.isBefore(transaction.deadline());
    }

    @Override
    public Cancelling withWaiters(List<PendingClient> changed) {
      return new Cancelling(transaction, changed, refusal, awaiting, noneValidAfter, sends, wakeAt);
    }

    @Override
    public Cancelling withAwaiting(List<ShardId> changed) {
      return new Cancelling(transaction, waiters, refusal, changed, noneValidAfter, sends, wakeAt);
    }

    @Override
    public Cancelling withSends(int changed, Instant wakeAgainAt) {
      return new Cancelling(
          transaction, waiters, refusal, awaiting, noneValidAfter, changed, wakeAgainAt);
    }
  }
}
