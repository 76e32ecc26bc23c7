package tercet.kernel.tcc;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Reason;
import tercet.kernel.command.Refusal;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.RecordView;
import tercet.kernel.id.Key;
import tercet.kernel.id.ShardId;
import tercet.kernel.outcome.Outcomes;
import tercet.kernel.transaction.Branch;
import tercet.kernel.transaction.Coordinator;
import tercet.kernel.transaction.OpenTransaction;
import tercet.kernel.transaction.OrderVerdict;
import tercet.kernel.transaction.PendingClient;
import tercet.kernel.transaction.Rollback;
import tercet.kernel.transaction.Transaction;
import tercet.kernel.transaction.TransactionSettings;

/**
 * The order's side. It asks all participants at once to hold their parts. When all do, the order is
 * paid, in the commit that makes it so. When one finds that others hold what it needs, the attempt
 * is given up and the participants are asked one after the other, each until it can say yes or no:
 * no client is refused because of a transaction that aborts in the end. When one refuses, or the
 * deadline comes first, the abort is committed and every participant releases what it holds.
 *
 * <p>An aborted transaction stays open until every participant has confirmed that it holds nothing.
 * A participant whose transaction is not open hears what the order's own record says; see {@link
 * OrderVerdict}.
 */
final class TccCoordinator implements Coordinator {
  private final TransactionSettings settings;
  private final Rollback<Tcc.Cancelling> rollback;

  TccCoordinator(TransactionSettings settings) {
    this.settings = settings;
    this.rollback =
        new Rollback<>(
            settings,
            (transaction, self, branch, noneValidAfter) ->
                new TccMessage.Cancel(
                    transaction.id(), transaction.order(), self, branch, noneValidAfter));
  }

  @Override
  public Decision begin(Transaction transaction, ShardId self, PendingClient waiter, Instant now) {
    Decision.Builder decision = Decision.builder();
    Tcc.Trying trying =
        new Tcc.Trying(
            transaction,
            List.of(waiter),
            Tcc.Trying.AT_ONCE,
            0,
            transaction.participants(),
            now,
            0,
            now);
    askAgain(decision, Key.transaction(transaction.order(), self), trying, now);
    return decision.build();
  }

  /** A participant holds its part. */
  Decision held(RecordView records, TccMessage.Held vote, Instant now) {
    Key key = Key.transaction(vote.order(), vote.to());
    Decision.Builder decision = Decision.builder();
    switch (OpenTransaction.find(records, key, vote.transaction(), Tcc.class)) {
      case null -> {
        return TccEnd.unknown(records, vote, settings);
      }
      case Tcc.Cancelling cancelling -> {} // the cancel is on its way
      case Tcc.Trying trying
          when !Outcomes.counts(records, trying.transaction(), vote.origin(), settings) -> {}
      case Tcc.Trying trying when trying.attempt() != vote.attempt() ->
          releaseIfEarly(decision, trying, vote);
      case Tcc.Trying trying when !trying.awaiting().contains(vote.from()) -> {}
      case Tcc.Trying trying -> counted(decision, records, key, trying, vote.from(), now);
    }
    return decision.build();
  }

  /** It still holds something from the first attempt, though its turn has not come. */
  private static void releaseIfEarly(
      Decision.Builder decision, Tcc.Trying trying, TccMessage.Held vote) {
    List<Branch> inTurn = trying.transaction().inTurn();
    for (Branch branch : inTurn.subList(trying.step() + 1, inTurn.size())) {
      if (branch.shard().equals(vote.from())) {
        decision.send(
            release(trying.transaction(), branch, vote.attempt(), trying.noneValidAfter()));
      }
    }
  }

  private void counted(
      Decision.Builder decision,
      RecordView records,
      Key key,
      Tcc.Trying trying,
      ShardId voter,
      Instant now) {
    List<ShardId> awaiting = without(trying.awaiting(), voter);
    Transaction transaction = trying.transaction();
    if (!awaiting.isEmpty()) {
      decision.put(key, trying.withAwaiting(awaiting));
    } else if (!now.isBefore(transaction.deadline())) {
      abortLate(decision, records, key, trying, now);
    } else if (trying.attempt() == Tcc.Trying.IN_TURN
        && trying.step() + 1 < transaction.branches().size()) {
      askInTurn(decision, key, trying, trying.step() + 1, now);
    } else {
      finish(decision, records, key, trying, now);
    }
  }

  /** All participants hold their parts: the order is paid, unless it is another order by now. */
  private void finish(
      Decision.Builder decision, RecordView records, Key key, Tcc.Trying trying, Instant now) {
    Transaction transaction = trying.transaction();
    List<Decision.Change> paid = Outcomes.paid(records, transaction, key.shard(), settings, now);
    if (paid.isEmpty()) {
      abort(decision, records, key, trying, Reason.ORDER_CHANGED, transaction.participants(), now);
      return;
    }
    decision.put(paid).delete(key);
    PendingClient.answer(trying.waiters(), new Answer.Paid(transaction.id()), decision);
    for (ShardId participant : transaction.participants()) {
      decision.send(
          new TccMessage.Confirm(
              transaction.id(), transaction.order(), participant, trying.noneValidAfter()));
    }
  }

  /** A participant depends on what others hold. */
  Decision busy(RecordView records, TccMessage.Busy vote, Instant now) {
    Key key = Key.transaction(vote.order(), vote.to());
    Decision.Builder decision = Decision.builder();
    if (OpenTransaction.find(records, key, vote.transaction(), Tcc.class)
            instanceof Tcc.Trying trying
        && trying.attempt() == vote.attempt()
        && trying.awaiting().contains(vote.from())) {
      if (trying.attempt() == Tcc.Trying.AT_ONCE) {
        for (Branch branch : trying.transaction().branches()) {
          decision.send(
              release(trying.transaction(), branch, trying.attempt(), trying.noneValidAfter()));
        }
        askInTurn(decision, key, trying, 0, now);
      } else {
        Instant retryAt = settings.retryAt(now, trying.transaction(), trying.sends());
        decision.put(key, trying.wakingAt(retryAt));
      }
    }
    return decision.build();
  }

  private static TccMessage release(
      Transaction transaction, Branch branch, int attempt, Instant noneValidAfter) {
    return new TccMessage.Release(
        transaction.id(), transaction.order(), branch, attempt, noneValidAfter);
  }

  private void askInTurn(
      Decision.Builder decision, Key key, Tcc.Trying trying, int step, Instant now) {
    Transaction transaction = trying.transaction();
    List<ShardId> awaiting = List.of(transaction.inTurn().get(step).shard());
    Tcc.Trying next =
        new Tcc.Trying(
            transaction,
            trying.waiters(),
            Tcc.Trying.IN_TURN,
            step,
            awaiting,
            trying.noneValidAfter(),
            0,
            now);
    askAgain(decision, key, next, now);
  }

  /** A participant refused. */
  Decision declined(RecordView records, TccMessage.Declined vote, Instant now) {
    Key key = Key.transaction(vote.order(), vote.to());
    Decision.Builder decision = Decision.builder();
    switch (OpenTransaction.find(records, key, vote.transaction(), Tcc.class)) {
      case null -> {}
      case Tcc.Cancelling cancelling ->
          rollback.confirmed(decision, key, cancelling, vote.from(), now);
      case Tcc.Trying trying when !trying.awaiting().contains(vote.from()) -> {}
      case Tcc.Trying trying -> {
        List<ShardId> others = without(trying.transaction().participants(), vote.from());
        abort(decision, records, key, trying, vote.refusal(), others, now);
      }
    }
    return decision.build();
  }

  void abortLate(
      Decision.Builder decision, RecordView records, Key key, Tcc.Trying trying, Instant now) {
    List<ShardId> all = trying.transaction().participants();
    abort(decision, records, key, trying, Reason.DEADLINE_EXCEEDED, all, now);
  }

  private void abort(
      Decision.Builder decision,
      RecordView records,
      Key key,
      Tcc.Trying trying,
      Refusal refusal,
      List<ShardId> toCancel,
      Instant now) {
    Tcc.Cancelling cancelling =
        new Tcc.Cancelling(
            trying.transaction(),
            trying.waiters(),
            refusal,
            toCancel,
            trying.noneValidAfter(),
            1,
            settings.resendAt(now, trying.transaction(), 1));
    rollback.begin(decision, records, key, cancelling, now);
  }

  /** A participant holds nothing. */
  Decision cancelled(RecordView records, TccMessage.Cancelled message, Instant now) {
    Key key = Key.transaction(message.order(), message.to());
    Decision.Builder decision = Decision.builder();
    if (OpenTransaction.find(records, key, message.transaction(), Tcc.class)
        instanceof Tcc.Cancelling cancelling) {
      rollback.confirmed(decision, key, cancelling, message.from(), now);
    }
    return decision.build();
  }

  /** Its time has come: messages without an answer are sent again. */
  Decision wake(RecordView records, Key key, Tcc tcc, Instant now) {
    Decision.Builder decision = Decision.builder();
    Transaction transaction = tcc.transaction();
    switch (tcc) {
      case Tcc.Trying trying when !now.isBefore(transaction.deadline()) ->
          abortLate(decision, records, key, trying, now);
      case Tcc.Trying trying -> askAgain(decision, key, trying, now);
      case Tcc.Cancelling cancelling -> rollback.again(decision, key, cancelling, now);
    }
    return decision.build();
  }

  private void askAgain(Decision.Builder decision, Key key, Tcc.Trying trying, Instant now) {
    Transaction transaction = trying.transaction();
    Instant validUntil = settings.validUntil(now, transaction.deadline());
    for (ShardId shard : trying.awaiting()) {
      decision.send(
          new TccMessage.Try(
              transaction.id(),
              transaction.origin(key.shard()),
              transaction.branch(shard),
              trying.attempt(),
              validUntil,
              transaction.deadline()));
    }
    int sends = trying.sends() + 1;
    Instant noneValidAfter =
        validUntil.isAfter(trying.noneValidAfter()) ? validUntil : trying.noneValidAfter();
    decision.put(
        key,
        new Tcc.Trying(
            transaction,
            trying.waiters(),
            trying.attempt(),
            trying.step(),
            trying.awaiting(),
            noneValidAfter,
            sends,
            settings.resendAt(now, transaction, sends)));
  }

  static List<ShardId> without(List<ShardId> shards, ShardId removed) {
    List<ShardId> left = new ArrayList<>(shards);
    left.remove(removed);
    return left;
  }
}
