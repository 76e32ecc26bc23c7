package tercet.kernel.choreography;

import java.time.Instant;
import java.util.List;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Reason;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.Finding;
import tercet.kernel.decision.RecordView;
import tercet.kernel.id.Key;
import tercet.kernel.id.ShardId;
import tercet.kernel.order.Order;
import tercet.kernel.outcome.Outcomes;
import tercet.kernel.transaction.Coordinator;
import tercet.kernel.transaction.OpenTransaction;
import tercet.kernel.transaction.OrderVerdict;
import tercet.kernel.transaction.PendingClient;
import tercet.kernel.transaction.Transaction;
import tercet.kernel.transaction.TransactionSettings;

/**
 * The order's side. It asks all participants at once and then only listens: all votes for it, and
 * the order is paid; one vote against it, and it is not. It cannot abort, not even at the deadline.
 * From then on it polls the silent participants, and a participant that has not voted by then votes
 * no.
 */
final class ChoreographyInitiator implements Coordinator {
  private final TransactionSettings settings;

  ChoreographyInitiator(TransactionSettings settings) {
    this.settings = settings;
  }

  @Override
  public Decision begin(Transaction transaction, ShardId self, PendingClient waiter, Instant now) {
    Choreography begun =
        new Choreography(transaction, List.of(waiter), transaction.participants(), 0, now);
    return ask(Key.transaction(transaction.order(), self), begun, now);
  }

  /** Asks the participants without a vote, perhaps again. */
  private Decision ask(Key key, Choreography asking, Instant now) {
    Transaction transaction = asking.transaction();
    Instant deadline = transaction.deadline();
    Decision.Builder decision = Decision.builder();
    for (ShardId silent : asking.awaiting()) {
      decision.send(
          now.isBefore(deadline)
              ? new ChoreographyMessage.Debit(
                  transaction.id(),
                  transaction.origin(key.shard()),
                  transaction.branch(silent),
                  transaction.participants(),
                  settings.validUntil(now, deadline),
                  deadline)
              : new ChoreographyMessage.VoteRequest(
                  transaction.id(),
                  transaction.order(),
                  silent,
                  key.shard(),
                  transaction.incarnation(),
                  deadline));
    }
    int sends = asking.sends() + 1;
    Instant wakeAt = settings.resendAt(now, transaction, sends);
    return decision
        .put(key, new Choreography(transaction, asking.waiters(), asking.awaiting(), sends, wakeAt))
        .build();
  }

  /** A participant voted for it. */
  Decision agreed(RecordView records, ChoreographyMessage.VoteYes vote, Instant now) {
    Key key = Key.transaction(vote.order(), vote.to());
    Decision.Builder decision = Decision.builder();
    Choreography open = OpenTransaction.find(records, key, vote.transaction(), Choreography.class);
    if (open == null) {
      // A refusal is not passed on: the participants hear it from the one that refused.
      Order order = records.get(Key.order(vote.order(), vote.to()), Order.class);
      if (order != null && order.wasPaidBy(vote.transaction())) {
        decision.send(heard(vote));
      }
    } else if (!open.transaction().isOf(vote.incarnation())) {
      if (settings.mayLose()) {
        decision.send(revoke(vote, now)); // it was begun again, perhaps with other parts
      }
    } else if (open.awaiting().contains(vote.from())) {
      List<ShardId> awaiting = Voted.without(open.awaiting(), vote.from());
      if (awaiting.isEmpty()) {
        pay(decision, records, key, open, now);
      } else {
        decision.put(key, open.withAwaiting(awaiting));
      }
    }
    return decision.build();
  }

  private static ChoreographyMessage heard(ChoreographyMessage.BetweenShards said) {
    return new ChoreographyMessage.VoteAck(
        said.transaction(), said.order(), said.from(), said.to());
  }

  /** The order is paid; the participants may forget their votes. */
  private void pay(
      Decision.Builder decision, RecordView records, Key key, Choreography open, Instant now) {
    Transaction transaction = open.transaction();
    List<Decision.Change> paid = Outcomes.paid(records, transaction, key.shard(), settings, now);
    if (paid.isEmpty()) {
      throw new IllegalStateException("an order was changed while it was voted on: " + open);
    }
    decision.put(paid).delete(key);
    PendingClient.answer(open.waiters(), new Answer.Paid(transaction.id()), decision);
    for (ShardId participant : transaction.participants()) {
      decision.send(
          new ChoreographyMessage.VoteAck(
              transaction.id(), transaction.order(), participant, key.shard()));
    }
  }

  /** A participant knows that all have voted for it. */
  Decision committed(RecordView records, ChoreographyMessage.Committed said, Instant now) {
    Key key = Key.transaction(said.order(), said.to());
    Decision.Builder decision = Decision.builder();
    OpenTransaction open = records.get(key, OpenTransaction.class);
    if (open instanceof Choreography mine
        && mine.transaction().id().equals(said.transaction())
        && mine.transaction().isOf(said.origin())) {
      pay(decision, records, key, mine, now);
      return decision.build();
    }
    return switch (OrderVerdict.of(
        records, said.transaction(), said.origin(), settings.mayLose())) {
      case OrderVerdict.Paid paid -> decision.send(heard(said)).build();
      case OrderVerdict.NotPaid lost when settings.mayLose() || lost.ruled() ->
          decision.send(revoke(said, now)).build();
      case OrderVerdict.NotPaid lost -> payUnknown(records, said, open != null, now);
      case OrderVerdict.Undecidable unknown -> Decision.of(finding(said, unknown.reason()));
    };
  }

  /**
   * Where a store may lose what it has confirmed, a client may have been told that the order is not
   * paid: a participant may have lost its vote, and refused. So the order's record decides.
   */
  private ChoreographyMessage revoke(ChoreographyMessage.BetweenShards said, Instant now) {
    return new ChoreographyMessage.Declined(
        said.transaction(),
        said.order(),
        said.from(),
        said.to(),
        Reason.DEADLINE_EXCEEDED,
        settings.lastingAt(now));
  }

  /**
   * The store has lost the transaction, but the participants have not, and it is theirs to commit.
   *
   * @param another whether another transaction is to pay the order; it ends first
   */
  private static Decision payUnknown(
      RecordView records, ChoreographyMessage.Committed said, boolean another, Instant now) {
    Key key = Key.order(said.order(), said.to());
    if (records.get(key) instanceof Order.Unpaid unpaid
        && unpaid.generation() == said.origin().generation()) {
      return another
          ? Decision.NOTHING
          : Decision.builder()
              .put(key, unpaid.paidBy(said.transaction(), now))
              .send(heard(said))
              .build();
    }
    return Decision.of(finding(said, Finding.Reason.TAKEN_FOR_NOTHING));
  }

  private static Finding finding(ChoreographyMessage.Committed said, Finding.Reason reason) {
    return said.origin().finding(said.transaction(), said.from(), reason);
  }

  /** A participant voted against it. */
  Decision declined(RecordView records, ChoreographyMessage.Declined vote, Instant now) {
    Key key = Key.transaction(vote.order(), vote.to());
    Decision.Builder decision = Decision.builder();
    Choreography open = OpenTransaction.find(records, key, vote.transaction(), Choreography.class);
    if (open != null && open.awaiting().contains(vote.from())) {
      PendingClient.answer(open.waiters(), new Answer.Refused(vote.refusal()), decision);
      decision
          .delete(key)
          .put(open.transaction().refused(records, key.shard(), vote.refusal(), now));
    }
    return decision.build();
  }

  /** Its time has come. */
  Decision wake(Key key, Choreography open, Instant now) {
    return ask(key, open, now);
  }
}
