package tercet.kernel;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.RuledOutcome;
import tercet.kernel.command.SettleRuling;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.RecordView;
import tercet.kernel.decision.Request;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.order.Order;
import tercet.kernel.outcome.Reconciliation;
import tercet.kernel.refund.Refunding;
import tercet.kernel.transaction.OpenTransaction;
import tercet.kernel.transaction.OrderVerdict;
import tercet.kernel.transaction.Origin;
import tercet.kernel.transaction.Ruling;
import tercet.kernel.transaction.TransactionSettings;

/**
 * An operator's wish to settle a quarantined transaction. The shard of its order writes it down as
 * a {@link Ruling}, but only where no record can tell the outcome, and never against one that it
 * wrote before: a participant may have followed that.
 */
final class Settlements {
  private final TransactionSettings settings;

  Settlements(TransactionSettings settings) {
    this.settings = settings;
  }

  Decision decide(RecordView records, Request request, Command.Settle settle, Instant now) {
    Origin origin =
        new Origin(settle.order(), request.to(), settle.generation(), settle.incarnation());
    SettleRuling ruling = ruling(records, settle, origin, now);
    Decision.Builder decision = Decision.builder();
    if (ruling == SettleRuling.SETTLED) {
      Key own = Key.participation(settle.transaction(), request.to());
      if (records.get(own) instanceof StoredRecord.Open) {
        decision.delete(own);
      }
      decision.put(
          Key.ruling(settle.transaction(), settle.incarnation(), request.to()),
          new Ruling(settle.settlement()));
      Order.Unpaid unpaid = payable(records, origin);
      if (unpaid != null && settle.settlement() == RuledOutcome.PAID) {
        // Older records of the order came back. It must not be paid by another checkout, too.
        decision.put(
            Key.order(origin.order(), origin.shard()), unpaid.paidBy(settle.transaction(), now));
      }
    }
    return decision.reply(request.replyTo(), new Answer.SettleRuled(ruling)).build();
  }

  private SettleRuling ruling(
      RecordView records, Command.Settle settle, Origin origin, Instant now) {
    Key open = Key.transaction(settle.order(), origin.shard());
    if (OpenTransaction.find(records, open, settle.transaction(), OpenTransaction.class) != null) {
      return SettleRuling.OPEN;
    }
    StoredRecord own = records.get(Key.participation(settle.transaction(), origin.shard()));
    return switch (own) {
      case Reconciliation outcome -> closing(settle, isStuck(records, outcome, origin, now));
      case Refunding refund -> closing(settle, refund.waitsInVain(now));
      case null -> unknown(records, settle, origin);
      case StoredRecord ofAny -> unknown(records, settle, origin);
    };
  }

  private static boolean isStuck(
      RecordView records, Reconciliation outcome, Origin origin, Instant now) {
    Order order = records.get(Key.order(origin.order(), origin.shard()), Order.class);
    boolean stays = order == null || order.withoutPayment(outcome.transaction().id()) == null;
    return !now.isBefore(outcome.retainUntil()) || (outcome.paid() && stays);
  }

  /** The shard of the order still waits for participants that should follow. */
  private static SettleRuling closing(Command.Settle settle, boolean isStuck) {
    if (!isStuck) {
      return SettleRuling.WAITING;
    }
    return settle.settlement() == RuledOutcome.CLOSED
        ? SettleRuling.SETTLED
        : SettleRuling.ONLY_CLOSED;
  }

  private SettleRuling unknown(RecordView records, Command.Settle settle, Origin origin) {
    RuledOutcome known = OrderVerdict.ruling(records, settle.transaction(), origin);
    if (known == settle.settlement()) {
      return SettleRuling.SETTLED_BEFORE;
    }
    if (settle.transaction().value().endsWith(Order.Cancelled.REFUND)) {
      return refund(records, settle, origin);
    }
    boolean isClosing = settle.settlement() == RuledOutcome.CLOSED;
    return switch (OrderVerdict.ofOrder(
        records, settle.transaction(), origin, settings.mayLose())) {
      case OrderVerdict.Paid paid -> isClosing ? SettleRuling.SETTLED : SettleRuling.ORDER_PAID;
      case OrderVerdict.NotPaid none when isRuled(known) -> SettleRuling.SETTLED_OTHERWISE;
      case OrderVerdict.NotPaid none ->
          settle.settlement() == RuledOutcome.UNPAID && payable(records, origin) == null
              ? SettleRuling.SETTLED
              : SettleRuling.ORDER_NOT_PAID;
      case OrderVerdict.Undecidable unknown when isRuled(known) -> SettleRuling.SETTLED_OTHERWISE;
      case OrderVerdict.Undecidable unknown when isClosing -> SettleRuling.IN_DOUBT;
      case OrderVerdict.Undecidable unknown ->
          settle.settlement() == RuledOutcome.PAID && isBusy(records, origin)
              ? SettleRuling.ORDER_BUSY
              : SettleRuling.SETTLED;
    };
  }

  private static boolean isRuled(@Nullable RuledOutcome known) {
    return known == RuledOutcome.PAID || known == RuledOutcome.UNPAID;
  }

  /** The order as it was when the transaction began, which can still be paid; or null. */
  private static Order.@Nullable Unpaid payable(RecordView records, Origin origin) {
    return records.get(Key.order(origin.order(), origin.shard())) instanceof Order.Unpaid unpaid
            && unpaid.generation() == origin.generation()
        ? unpaid
        : null;
  }

  /** Whether another transaction may pay that order. */
  private static boolean isBusy(RecordView records, Origin origin) {
    return payable(records, origin) != null
        && records.get(Key.transaction(origin.order(), origin.shard())) instanceof OpenTransaction;
  }

  /** A participant has given back what the order's records do not show. */
  private SettleRuling refund(RecordView records, Command.Settle settle, Origin origin) {
    if (!OrderVerdict.mayLackRefund(records, settle.transaction(), origin, settings.mayLose())) {
      return SettleRuling.WAITING;
    }
    if (records.get(Key.order(origin.order(), origin.shard())) instanceof Order.Paid paid
        && paid.cancelled(Order.TIME_UNKNOWN).refund().equals(settle.transaction())) {
      return SettleRuling.CANCEL_AGAIN;
    }
    return settle.settlement() == RuledOutcome.CLOSED
        ? SettleRuling.SETTLED
        : SettleRuling.ONLY_CLOSED;
  }
}
