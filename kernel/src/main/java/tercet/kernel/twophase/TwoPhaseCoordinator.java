package tercet.kernel.twophase;

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
import tercet.kernel.id.TransactionId;
import tercet.kernel.outcome.Outcomes;
import tercet.kernel.transaction.Branch;
import tercet.kernel.transaction.Coordinator;
import tercet.kernel.transaction.OpenTransaction;
import tercet.kernel.transaction.OrderVerdict;
import tercet.kernel.transaction.PendingClient;
import tercet.kernel.transaction.Transaction;
import tercet.kernel.transaction.TransactionSettings;

/**
 * The order's side. Participants lock and promise one after the other, in the one order that all
 * transactions keep, so that none waits for another in a circle. When all have promised, one commit
 * makes the order paid and the transaction committed, and the clients hear of it. A committed one
 * is kept until all have confirmed; an abort leaves no record. A participant in doubt whose
 * transaction is not open hears what the order's own record says; see {@link OrderVerdict}.
 */
final class TwoPhaseCoordinator implements Coordinator {
  private final TransactionSettings settings;

  TwoPhaseCoordinator(TransactionSettings settings) {
    this.settings = settings;
  }

  @Override
  public Decision begin(Transaction transaction, ShardId self, PendingClient waiter, Instant now) {
    Decision.Builder decision = Decision.builder();
    Key key = Key.transaction(transaction.order(), self);
    ask(decision, key, new TwoPhase.Preparing(transaction, List.of(waiter), 0, now, 0, now), now);
    return decision.build();
  }

  /** Asks the participant whose turn it is, perhaps again. */
  private void ask(Decision.Builder decision, Key key, TwoPhase.Preparing preparing, Instant now) {
    Transaction transaction = preparing.transaction();
    Instant validUntil = settings.validUntil(now, transaction.deadline());
    decision.send(
        new TwoPhaseMessage.Prepare(
            transaction.id(),
            transaction.origin(key.shard()),
            asked(preparing),
            validUntil,
            transaction.deadline()));
    int sends = preparing.sends() + 1;
    Instant noneValidAfter =
        validUntil.isAfter(preparing.noneValidAfter()) ? validUntil : preparing.noneValidAfter();
    decision.put(
        key,
        new TwoPhase.Preparing(
            transaction,
            preparing.waiters(),
            preparing.step(),
            noneValidAfter,
            sends,
            settings.resendAt(now, transaction, sends)));
  }

  private static Branch asked(TwoPhase.Preparing preparing) {
    return preparing.transaction().inTurn().get(preparing.step());
  }

  /** A participant has promised, or asks what came of its promise. */
  Decision prepared(RecordView records, TwoPhaseMessage.Prepared vote, Instant now) {
    Key key = Key.transaction(vote.order(), vote.to());
    Decision.Builder decision = Decision.builder();
    switch (OpenTransaction.find(records, key, vote.transaction(), TwoPhase.class)) {
      case null -> {
        return unknown(records, vote);
      }
      case TwoPhase.Committing committing -> sendCommit(decision, key, committing, vote.from());
      case TwoPhase.Preparing preparing
          when !asked(preparing).shard().equals(vote.from())
              || !Outcomes.counts(records, preparing.transaction(), vote.origin(), settings) -> {}
      case TwoPhase.Preparing preparing -> counted(decision, records, key, preparing, now);
    }
    return decision.build();
  }

  /** It is not open: the order's record decides. */
  private Decision unknown(RecordView records, TwoPhaseMessage.Prepared vote) {
    TransactionId id = vote.transaction();
    return switch (OrderVerdict.of(records, id, vote.origin(), settings.mayLose())) {
      case OrderVerdict.Paid paid ->
          Decision.builder()
              .send(
                  new TwoPhaseMessage.Commit(
                      id, vote.order(), vote.to(), vote.from(), vote.deadline()))
              .build();
      case OrderVerdict.NotPaid none ->
          Decision.builder()
              .send(new TwoPhaseMessage.Abort(id, vote.order(), vote.from(), vote.deadline()))
              .build();
      case OrderVerdict.Undecidable unknown ->
          Decision.of(vote.origin().finding(id, vote.from(), unknown.reason()));
    };
  }

  private void counted(
      Decision.Builder decision,
      RecordView records,
      Key key,
      TwoPhase.Preparing preparing,
      Instant now) {
    Transaction transaction = preparing.transaction();
    int next = preparing.step() + 1;
    if (!now.isBefore(transaction.deadline())) {
      abort(decision, records, key, preparing, Reason.DEADLINE_EXCEEDED, now);
    } else if (next < transaction.branches().size()) {
      List<PendingClient> waiters = preparing.waiters();
      Instant noneValidAfter = preparing.noneValidAfter();
      ask(
          decision,
          key,
          new TwoPhase.Preparing(transaction, waiters, next, noneValidAfter, 0, now),
          now);
    } else {
      decide(decision, records, key, preparing, now);
    }
  }

  /** All have promised: it is committed, unless the order is another one by now. */
  private void decide(
      Decision.Builder decision,
      RecordView records,
      Key key,
      TwoPhase.Preparing preparing,
      Instant now) {
    Transaction transaction = preparing.transaction();
    List<Decision.Change> paid = Outcomes.paid(records, transaction, key.shard(), settings, now);
    if (paid.isEmpty()) {
      abort(decision, records, key, preparing, Reason.ORDER_CHANGED, now);
      return;
    }
    decision.put(paid);
    PendingClient.answer(preparing.waiters(), new Answer.Paid(transaction.id()), decision);
    TwoPhase.Committing committing =
        new TwoPhase.Committing(
            transaction, transaction.participants(), preparing.noneValidAfter(), 0, now);
    commit(decision, key, committing, now);
  }

  private void commit(
      Decision.Builder decision, Key key, TwoPhase.Committing committing, Instant now) {
    for (ShardId participant : committing.awaiting()) {
      sendCommit(decision, key, committing, participant);
    }
    Transaction transaction = committing.transaction();
    int sends = committing.sends() + 1;
    decision.put(
        key,
        new TwoPhase.Committing(
            transaction,
            committing.awaiting(),
            committing.noneValidAfter(),
            sends,
            settings.resendAt(now, transaction.id(), sends)));
  }

  private static void sendCommit(
      Decision.Builder decision, Key key, TwoPhase.Committing committing, ShardId to) {
    Transaction transaction = committing.transaction();
    decision.send(
        new TwoPhaseMessage.Commit(
            transaction.id(), transaction.order(), key.shard(), to, committing.noneValidAfter()));
  }

  /** A participant has done its part. */
  Decision committed(RecordView records, TwoPhaseMessage.Committed message) {
    Key key = Key.transaction(message.order(), message.to());
    Decision.Builder decision = Decision.builder();
    if (OpenTransaction.find(records, key, message.transaction(), TwoPhase.class)
            instanceof TwoPhase.Committing committing
        && committing.awaiting().contains(message.from())) {
      List<ShardId> awaiting = new ArrayList<>(committing.awaiting());
      awaiting.remove(message.from());
      if (awaiting.isEmpty()) {
        decision.delete(key);
      } else {
        decision.put(key, committing.withAwaiting(awaiting));
      }
    }
    return decision.build();
  }

  /** A participant refused. */
  Decision declined(RecordView records, TwoPhaseMessage.Declined vote, Instant now) {
    Key key = Key.transaction(vote.order(), vote.to());
    Decision.Builder decision = Decision.builder();
    if (OpenTransaction.find(records, key, vote.transaction(), TwoPhase.class)
            instanceof TwoPhase.Preparing preparing
        && asked(preparing).shard().equals(vote.from())) {
      abort(decision, records, key, preparing, vote.refusal(), now);
    }
    return decision.build();
  }

  /** Aborts an undecided one, as at its deadline. */
  static void abort(
      Decision.Builder decision, RecordView records, Key key, TwoPhase transaction, Instant now) {
    if (transaction instanceof TwoPhase.Preparing preparing) {
      abort(decision, records, key, preparing, Reason.DEADLINE_EXCEEDED, now);
    }
  }

  /** Only the order keeps something of it, that is not paid and so says that it is aborted. */
  private static void abort(
      Decision.Builder decision,
      RecordView records,
      Key key,
      TwoPhase.Preparing preparing,
      Refusal refusal,
      Instant now) {
    Transaction transaction = preparing.transaction();
    decision.delete(key).put(transaction.refused(records, key.shard(), refusal, now));
    PendingClient.answer(preparing.waiters(), new Answer.Refused(refusal), decision);
    for (Branch branch : transaction.inTurn().subList(0, preparing.step() + 1)) {
      decision.send(
          new TwoPhaseMessage.Abort(
              transaction.id(), transaction.order(), branch.shard(), preparing.noneValidAfter()));
    }
  }

  /** Its time has come: messages without an answer are sent again. */
  Decision wake(RecordView records, Key key, TwoPhase transaction, Instant now) {
    Decision.Builder decision = Decision.builder();
    switch (transaction) {
      case TwoPhase.Preparing preparing when !now.isBefore(preparing.transaction().deadline()) ->
          abort(decision, records, key, preparing, Reason.DEADLINE_EXCEEDED, now);
      case TwoPhase.Preparing preparing -> ask(decision, key, preparing, now);
      case TwoPhase.Committing committing -> commit(decision, key, committing, now);
    }
    return decision.build();
  }
}
