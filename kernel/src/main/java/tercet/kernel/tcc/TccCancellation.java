package tercet.kernel.tcc;

import java.time.Instant;
import java.util.List;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Refusal;
import tercet.kernel.decision.Decision;
import tercet.kernel.id.Key;
import tercet.kernel.id.ShardId;
import tercet.kernel.transaction.PendingClient;
import tercet.kernel.transaction.Transaction;
import tercet.kernel.transaction.TransactionSettings;

/**
 * What becomes of a transaction that is aborted: every participant that may hold something is told
 * until all have confirmed. Then the clients are told; from the deadline on at once.
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
            trying.noneValidAfter(),
            1,
            settings.resendAt(now, transaction, 1));
    settle(decision, key, cancelling, now);
    sendCancel(decision, key.shard(), cancelling);
  }

  /** A participant holds nothing. */
  void cancelled(
      Decision.Builder decision,
      Key key,
      Tcc.Cancelling cancelling,
      ShardId participant,
      Instant now) {
    if (cancelling.awaiting().contains(participant)) {
      List<ShardId> awaiting = TccCoordinator.without(cancelling.awaiting(), participant);
      settle(decision, key, cancelling.withAwaiting(awaiting), now);
    }
  }

  /**
   * Keeps an aborted transaction as long as a participant holds something. The clients are told
   * when none does, and from the deadline on in any case.
   */
  private static void settle(
      Decision.Builder decision, Key key, Tcc.Cancelling cancelling, Instant now) {
    if (cancelling.awaiting().isEmpty()) {
      PendingClient.answer(
          cancelling.waiters(), new Answer.Refused(cancelling.refusal()), decision);
      decision.delete(key);
    } else {
      stayOpen(decision, key, cancelling, now);
    }
  }

  private static void stayOpen(
      Decision.Builder decision, Key key, Tcc.Cancelling cancelling, Instant now) {
    if (now.isBefore(cancelling.transaction().deadline())) {
      decision.put(key, cancelling);
    } else {
      PendingClient.answer(
          cancelling.waiters(), new Answer.Refused(cancelling.refusal()), decision);
      decision.put(key, cancelling.withWaiters(List.of()));
    }
  }

  /** Its time has come: whoever has not confirmed is told again. */
  void again(Decision.Builder decision, Key key, Tcc.Cancelling cancelling, Instant now) {
    sendCancel(decision, key.shard(), cancelling);
    Transaction transaction = cancelling.transaction();
    int sends = cancelling.sends() + 1;
    Tcc.Cancelling later =
        new Tcc.Cancelling(
            transaction,
            cancelling.waiters(),
            cancelling.refusal(),
            cancelling.awaiting(),
            cancelling.noneValidAfter(),
            sends,
            settings.resendAt(now, transaction, sends));
    stayOpen(decision, key, later, now);
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
              transaction.branch(shard),
              cancelling.noneValidAfter()));
    }
  }
}
