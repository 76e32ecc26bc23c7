package tercet.kernel.tcc;

import java.time.Instant;
import java.util.List;
import tercet.kernel.Decision;
import tercet.kernel.Key;
import tercet.kernel.ShardId;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Refusal;
import tercet.kernel.transaction.Transaction;
import tercet.kernel.transaction.TransactionSettings;
import tercet.kernel.transaction.Waiter;

/**
 * What becomes of a transaction that is aborted: everybody who may hold something is told until all
 * have confirmed, then the clients are told; at the deadline they are told in any case.
 */
final class TccCancellation {
  private final TransactionSettings settings;

  TccCancellation(TransactionSettings settings) {
    this.settings = settings;
  }

  /** Commits the abort, and tells everybody who may hold something. */
  void begin(
      Decision.Builder decision,
      Key key,
      Tcc.Trying trying,
      Refusal refusal,
      List<ShardId> toCancel,
      Instant now) {
    Transaction transaction = trying.transaction();
    Tcc.Cancelling cancelling =
        new Tcc.Cancelling(
            transaction,
            trying.waiters(),
            refusal,
            toCancel,
            trying.quietAfter(),
            1,
            settings.resendAt(now, transaction, 1));
    settle(decision, key, cancelling);
    sendCancel(decision, key.shard(), cancelling);
  }

  /** A participant holds nothing. */
  void cancelled(
      Decision.Builder decision, Key key, Tcc.Cancelling cancelling, ShardId participant) {
    if (cancelling.awaiting().contains(participant)) {
      List<ShardId> awaiting = TccCoordinator.without(cancelling.awaiting(), participant);
      settle(decision, key, cancelling.withAwaiting(awaiting));
    }
  }

  /** Keeps an aborted transaction as long as somebody holds something, then tells the clients. */
  private static void settle(Decision.Builder decision, Key key, Tcc.Cancelling cancelling) {
    if (cancelling.awaiting().isEmpty()) {
      Waiter.answer(cancelling.waiters(), new Answer.Refused(cancelling.refusal()), decision);
      decision.delete(key);
    } else {
      decision.put(key, cancelling);
    }
  }

  /** Its time has come: whoever has not confirmed is told again. */
  void again(Decision.Builder decision, Key key, Tcc.Cancelling cancelling, Instant now) {
    sendCancel(decision, key.shard(), cancelling);
    Transaction transaction = cancelling.transaction();
    List<Waiter> waiters = cancelling.waiters();
    if (!now.isBefore(transaction.deadline())) {
      Waiter.answer(waiters, new Answer.Refused(cancelling.refusal()), decision);
      waiters = List.of();
    }
    int sends = cancelling.sends() + 1;
    decision.put(
        key,
        new Tcc.Cancelling(
            transaction,
            waiters,
            cancelling.refusal(),
            cancelling.awaiting(),
            cancelling.quietAfter(),
            sends,
            settings.resendAt(now, transaction, sends)));
  }

  private static void sendCancel(
      Decision.Builder decision, ShardId self, Tcc.Cancelling cancelling) {
    Transaction transaction = cancelling.transaction();
    for (ShardId shard : cancelling.awaiting()) {
      decision.send(
          new TccMessage.Cancel(
              transaction.id(),
              transaction.order(),
              self,
              transaction.part(shard),
              cancelling.quietAfter()));
    }
  }
}
