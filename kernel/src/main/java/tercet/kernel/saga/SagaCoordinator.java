package tercet.kernel.saga;

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
 * The order's side of a saga. It asks the participants step by step. When all have done their part
 * the order is paid, in the commit that makes it so; when one refuses, or the deadline comes first,
 * the abort is committed and every participant that was asked gives back what it took.
 *
 * <p>An aborted saga stays open until every participant has confirmed that it holds nothing. A
 * participant whose saga is not open hears what the order's own record says; see {@link
 * OrderVerdict}.
 */
final class SagaCoordinator implements Coordinator {
  private final StepOrder stepOrder;
  private final TransactionSettings settings;
  private final Rollback<Saga.Compensating> rollback;

  SagaCoordinator(StepOrder stepOrder, TransactionSettings settings) {
    this.stepOrder = stepOrder;
    this.settings = settings;
    this.rollback =
        new Rollback<>(
            settings,
            (transaction, self, branch, noneValidAfter) ->
                new SagaMessage.Compensate(
                    transaction.id(), transaction.order(), self, branch, noneValidAfter));
  }

  @Override
  public Decision begin(Transaction transaction, ShardId self, PendingClient waiter, Instant now) {
    Decision.Builder decision = Decision.builder();
    askAgain(
        decision,
        Key.transaction(transaction.order(), self),
        step(transaction, List.of(waiter), stepOrder, 0, now, now),
        now);
    return decision.build();
  }

  /** A participant did its part. */
  Decision debited(RecordView records, SagaMessage.Debited vote, Instant now) {
    Key key = Key.transaction(vote.order(), vote.to());
    Saga saga = OpenTransaction.find(records, key, vote.transaction(), Saga.class);
    return switch (saga) {
      case null -> SagaEnd.unknown(records, vote, settings);
      case Saga.Compensating compensating -> Decision.NOTHING; // it has been told to compensate
      case Saga.Debiting debiting
          when !debiting.awaiting().contains(vote.from())
              || !Outcomes.counts(records, debiting.transaction(), vote.origin(), settings) ->
          Decision.NOTHING;
      case Saga.Debiting debiting -> counted(records, key, debiting, vote.from(), now);
    };
  }

  private Decision counted(
      RecordView records, Key key, Saga.Debiting saga, ShardId voter, Instant now) {
    Decision.Builder decision = Decision.builder();
    List<ShardId> awaiting = without(saga.awaiting(), voter);
    if (!awaiting.isEmpty()) {
      return decision.put(key, saga.withAwaiting(awaiting)).build();
    }
    Transaction transaction = saga.transaction();
    if (!now.isBefore(transaction.deadline())) {
      abort(decision, records, key, saga.withAwaiting(awaiting), Reason.DEADLINE_EXCEEDED, now);
    } else if (!saga.stepOrder().step(transaction, saga.step() + 1).isEmpty()) {
      askAgain(
          decision,
          key,
          step(
              transaction,
              saga.waiters(),
              saga.stepOrder(),
              saga.step() + 1,
              saga.noneValidAfter(),
              now),
          now);
    } else {
      finish(decision, records, key, saga.withAwaiting(awaiting), now);
    }
    return decision.build();
  }

  /** All participants did their part: the order is paid, unless it is another order by now. */
  private void finish(
      Decision.Builder decision, RecordView records, Key key, Saga.Debiting saga, Instant now) {
    Transaction transaction = saga.transaction();
    List<Decision.Change> paid = Outcomes.paid(records, transaction, key.shard(), settings, now);
    if (!paid.isEmpty()) {
      decision.put(paid).delete(key);
      PendingClient.answer(saga.waiters(), new Answer.Paid(transaction.id()), decision);
      for (Branch branch : transaction.branches()) {
        decision.send(
            new SagaMessage.Complete(
                transaction.id(), transaction.order(), branch.shard(), saga.noneValidAfter()));
      }
    } else {
      abort(decision, records, key, saga, Reason.ORDER_CHANGED, now);
    }
  }

  /** A participant refused. */
  Decision declined(RecordView records, SagaMessage.Declined vote, Instant now) {
    Key key = Key.transaction(vote.order(), vote.to());
    Saga saga = OpenTransaction.find(records, key, vote.transaction(), Saga.class);
    if (saga == null) {
      return Decision.NOTHING;
    }
    Decision.Builder decision = Decision.builder();
    switch (saga) {
      case Saga.Compensating compensating ->
          rollback.confirmed(decision, key, compensating, vote.from(), now);
      case Saga.Debiting debiting when !debiting.awaiting().contains(vote.from()) -> {}
      case Saga.Debiting debiting -> refused(decision, records, key, debiting, vote, now);
    }
    return decision.build();
  }

  private void refused(
      Decision.Builder decision,
      RecordView records,
      Key key,
      Saga.Debiting saga,
      SagaMessage.Declined vote,
      Instant now) {
    List<ShardId> asked = asked(saga);
    asked.remove(vote.from());
    compensate(decision, records, key, saga, vote.refusal(), asked, now);
  }

  /** Aborts an undecided one, as at its deadline. */
  void abort(Decision.Builder decision, RecordView records, Key key, Saga saga, Instant now) {
    if (saga instanceof Saga.Debiting debiting) {
      abort(decision, records, key, debiting, Reason.DEADLINE_EXCEEDED, now);
    }
  }

  private void abort(
      Decision.Builder decision,
      RecordView records,
      Key key,
      Saga.Debiting saga,
      Refusal refusal,
      Instant now) {
    compensate(decision, records, key, saga, refusal, asked(saga), now);
  }

  private void compensate(
      Decision.Builder decision,
      RecordView records,
      Key key,
      Saga.Debiting saga,
      Refusal refusal,
      List<ShardId> toCompensate,
      Instant now) {
    Transaction transaction = saga.transaction();
    Saga.Compensating compensating =
        new Saga.Compensating(
            transaction,
            saga.waiters(),
            refusal,
            toCompensate,
            saga.noneValidAfter(),
            1,
            settings.resendAt(now, transaction, 1));
    rollback.begin(decision, records, key, compensating, now);
  }

  /** A participant holds nothing. */
  Decision compensated(RecordView records, SagaMessage.Compensated message, Instant now) {
    Key key = Key.transaction(message.order(), message.to());
    Decision.Builder decision = Decision.builder();
    Saga saga = OpenTransaction.find(records, key, message.transaction(), Saga.class);
    if (saga instanceof Saga.Compensating compensating) {
      rollback.confirmed(decision, key, compensating, message.from(), now);
    }
    return decision.build();
  }

  /** Its time has come: messages without an answer are sent again. */
  Decision wake(RecordView records, Key key, Saga saga, Instant now) {
    Decision.Builder decision = Decision.builder();
    switch (saga) {
      case Saga.Debiting debiting when !now.isBefore(debiting.transaction().deadline()) ->
          abort(decision, records, key, debiting, Reason.DEADLINE_EXCEEDED, now);
      case Saga.Debiting debiting -> askAgain(decision, key, debiting, now);
      case Saga.Compensating compensating -> rollback.again(decision, key, compensating, now);
    }
    return decision.build();
  }

  /**
   * The saga at a step for which no participant has been asked yet.
   *
   * @param noneValidAfter no debit of the steps before is valid after then
   */
  private static Saga.Debiting step(
      Transaction transaction,
      List<PendingClient> waiters,
      StepOrder order,
      int step,
      Instant noneValidAfter,
      Instant now) {
    List<ShardId> awaiting = order.step(transaction, step).stream().map(Branch::shard).toList();
    return new Saga.Debiting(transaction, waiters, order, step, awaiting, noneValidAfter, 0, now);
  }

  private void askAgain(Decision.Builder decision, Key key, Saga.Debiting saga, Instant now) {
    Transaction transaction = saga.transaction();
    Instant validUntil = settings.validUntil(now, transaction.deadline());
    for (ShardId shard : saga.awaiting()) {
      decision.send(
          new SagaMessage.Debit(
              transaction.id(),
              transaction.origin(key.shard()),
              transaction.branch(shard),
              validUntil,
              transaction.deadline()));
    }
    int sends = saga.sends() + 1;
    decision.put(
        key,
        new Saga.Debiting(
            transaction,
            saga.waiters(),
            saga.stepOrder(),
            saga.step(),
            saga.awaiting(),
            later(validUntil, saga.noneValidAfter()),
            sends,
            settings.resendAt(now, transaction, sends)));
  }

  /** Every participant that may have been debited. */
  private List<ShardId> asked(Saga.Debiting saga) {
    List<ShardId> asked = new ArrayList<>();
    for (int step = 0; step <= saga.step(); step++) {
      for (Branch branch : saga.stepOrder().step(saga.transaction(), step)) {
        asked.add(branch.shard());
      }
    }
    return asked;
  }

  static List<ShardId> without(List<ShardId> shards, ShardId removed) {
    List<ShardId> left = new ArrayList<>(shards);
    left.remove(removed);
    return left;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
