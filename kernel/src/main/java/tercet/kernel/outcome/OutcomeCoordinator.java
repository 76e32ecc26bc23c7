package tercet.kernel.outcome;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tercet.kernel.command.Answer;
import tercet.kernel.command.RuledOutcome;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.Finding;
import tercet.kernel.decision.RecordView;
import tercet.kernel.id.Key;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.TransactionId;
import tercet.kernel.order.Order;
import tercet.kernel.transaction.Branch;
import tercet.kernel.transaction.OpenTransaction;
import tercet.kernel.transaction.OrderVerdict;
import tercet.kernel.transaction.PendingClient;
import tercet.kernel.transaction.Transaction;
import tercet.kernel.transaction.TransactionSettings;

/**
 * The order's side of an outcome that may be lost. The order's record decides. A participant that
 * reports another outcome is told the right one. A participant that reports nothing has lost
 * everything, and is told the outcome with its part. If it cannot do the part, the order is not
 * paid after all, and all others give back.
 *
 * <p>Each side asks the other only when its own store cannot lose its part any more. So an
 * agreement is final.
 */
final class OutcomeCoordinator {
  private final TransactionSettings settings;

  OutcomeCoordinator(TransactionSettings settings) {
    this.settings = settings;
  }

  private static Key key(OutcomeMessage message) {
    return Key.participation(message.transaction(), message.to());
  }

  /** A participant says what it has done. */
  Decision reported(RecordView records, OutcomeMessage.Report report, Instant now) {
    TransactionId id = report.transaction();
    Key open = Key.transaction(report.order(), report.to());
    OpenTransaction undecided = OpenTransaction.find(records, open, id, OpenTransaction.class);
    if (undecided != null && undecided.isUndecided()) {
      return payAgain(records, open, undecided, report, now);
    }
    Reconciliation mine = records.get(key(report), Reconciliation.class);
    if (mine != null && !mine.transaction().participants().contains(report.from())) {
      return Decision.NOTHING; // it is of an attempt before, which had other parts
    }
    OrderVerdict verdict =
        mine == null
            ? OrderVerdict.of(records, id, report.origin(), settings.mayLose())
            : mine.paid() ? OrderVerdict.PAID : OrderVerdict.NOT_PAID;
    return switch (verdict) {
      case OrderVerdict.Paid paid when report.applied() -> agreed(mine, report);
      case OrderVerdict.Paid paid when mine == null ->
          paid.ruled() || isClosed(records, report)
              ? agreed(mine, report) // an operator knows what it has given back
              : finding(report, Finding.Reason.PART_FORGOTTEN);
      case OrderVerdict.Paid paid -> Decision.builder().send(told(mine, report, now)).build();
      case OrderVerdict.NotPaid none when report.applied() -> revoke(report, now);
      case OrderVerdict.NotPaid none -> agreed(mine, report);
      case OrderVerdict.Undecidable unknown -> finding(report, unknown.reason());
    };
  }

  private static boolean isClosed(RecordView records, OutcomeMessage.Report report) {
    return OrderVerdict.ruling(records, report.transaction(), report.origin())
        == RuledOutcome.CLOSED;
  }

  private static Decision finding(OutcomeMessage.Report report, Finding.Reason reason) {
    return Decision.of(report.origin().finding(report.transaction(), report.from(), reason));
  }

  /**
   * The store has brought back a transaction that was decided, and a participant knows the outcome:
   * the order is paid, as clients were told. Not so if the store was brought back more than once:
   * then clients may have been told another outcome in between.
   */
  private Decision payAgain(
      RecordView records,
      Key key,
      OpenTransaction undecided,
      OutcomeMessage.Report report,
      Instant now) {
    Transaction transaction = undecided.transaction();
    boolean shows =
        report.applied()
            && transaction.isOf(report.origin())
            && records.incarnation() - transaction.incarnation() <= 1
            && now.isBefore(transaction.deadline());
    List<Decision.Change> paid =
        shows ? Outcomes.paid(records, transaction, key.shard(), settings, now) : List.of();
    if (paid.isEmpty()) {
      return Decision.NOTHING; // it is aborted in the end, and the participant asks again
    }
    Decision.Builder decision = Decision.builder().put(paid).delete(key);
    PendingClient.answer(undecided.waiters(), new Answer.Paid(transaction.id()), decision);
    return decision.build();
  }

  private static Decision agreed(@Nullable Reconciliation mine, OutcomeMessage.Report report) {
    Decision.Builder decision = Decision.builder();
    if (!report.lasting()) {
      return decision.build();
    }
    if (mine != null && mine.awaiting().contains(report.from())) {
      Reconciliation left = mine.without(report.from());
      if (left.awaiting().isEmpty()) {
        decision.delete(key(report));
      } else {
        decision.put(key(report), left);
      }
    }
    return decision
        .send(
            new OutcomeMessage.Agreed(
                report.transaction(), report.origin(), report.from(), report.applied()))
        .build();
  }

  private OutcomeMessage told(Reconciliation mine, OutcomeMessage.Report report, Instant now) {
    return told(mine, report.to(), report.from(), now);
  }

  private OutcomeMessage told(Reconciliation mine, ShardId self, ShardId participant, Instant now) {
    Transaction transaction = mine.transaction();
    Branch branch = transaction.branch(participant);
    Instant validUntil = settings.outcomeValidUntil(now);
    return mine.paid()
        ? new OutcomeMessage.Apply(
            transaction.id(), transaction.origin(self), branch, validUntil, mine.retainUntil())
        : new OutcomeMessage.Revoke(
            transaction.id(), transaction.origin(self), branch, validUntil, mine.retainUntil());
  }

  private Decision revoke(OutcomeMessage.Report report, Instant now) {
    return Decision.builder()
        .send(
            new OutcomeMessage.Revoke(
                report.transaction(),
                report.origin(),
                Branch.unknown(report.from()),
                settings.outcomeValidUntil(now),
                now.plus(settings.outcomesKept())))
        .build();
  }

  /** A participant that has lost its part cannot do it again: the order is not paid after all. */
  Decision unable(RecordView records, OutcomeMessage.Unable message, Instant now) {
    Key key = key(message);
    Reconciliation mine = records.get(key, Reconciliation.class);
    if (mine == null || !mine.paid() || !mine.awaiting().contains(message.from())) {
      return Decision.NOTHING;
    }
    Key orderKey = Key.order(message.order(), message.to());
    Order order = records.get(orderKey, Order.class);
    Order unpaid = order == null ? null : order.withoutPayment(message.transaction());
    if (unpaid == null) {
      return Decision.of(
          message
              .origin()
              .finding(message.transaction(), message.from(), Finding.Reason.PAYMENT_FORGOTTEN));
    }
    Decision.Builder decision = Decision.builder().put(orderKey, unpaid);
    tell(decision, key, mine.revoked(), now);
    return decision.build();
  }

  /** Participants that have not reported are told what the outcome is, and their part. */
  Decision wake(Key key, Reconciliation mine, Instant now) {
    Decision.Builder decision = Decision.builder();
    tell(decision, key, mine, now);
    return decision.build();
  }

  private void tell(Decision.Builder decision, Key key, Reconciliation mine, Instant now) {
    for (ShardId participant : mine.awaiting()) {
      decision.send(told(mine, key.shard(), participant, now));
    }
    Instant wakeAt = settings.resendAt(now, mine.transaction().id(), mine.sends() + 1);
    decision.put(key, mine.sentAgain(wakeAt));
  }
}
