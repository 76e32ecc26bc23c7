package tercet.kernel.refund;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.Reason;
import tercet.kernel.command.RuledOutcome;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.Finding;
import tercet.kernel.decision.RecordView;
import tercet.kernel.decision.Request;
import tercet.kernel.id.Key;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.kernel.id.TransactionId;
import tercet.kernel.order.Order;
import tercet.kernel.order.Reduction;
import tercet.kernel.transaction.Branch;
import tercet.kernel.transaction.Debit;
import tercet.kernel.transaction.OrderVerdict;
import tercet.kernel.transaction.PendingClient;
import tercet.kernel.transaction.Transaction;
import tercet.kernel.transaction.TransactionSettings;

/**
 * The order's side of a refund. The commit that changes the order decides; then every participant
 * is told its part until it has confirmed. The clients are told when all have, and at the deadline
 * in any case.
 *
 * <p>Where a store may lose commits, a payment must be past loss before it can be cancelled, and a
 * cancellation before the first participant gives back: nothing could take it from them again. The
 * client hears of the cancellation at once there.
 */
final class RefundCoordinator {
  /** Clients that may wait for one refund; more are told to ask again. */
  private static final int WAITERS_MAX = 1_000;

  private final Shards shards;
  private final TransactionSettings settings;

  RefundCoordinator(Shards shards, TransactionSettings settings) {
    this.shards = shards;
    this.settings = settings;
  }

  /** The refund of pieces that this command cancels, however often it comes. */
  static TransactionId ofItem(Request request) {
    return new TransactionId(request.id().value() + Order.Cancelled.REFUND);
  }

  static boolean begins(RecordView records, Request request, Command.Cancel cancel) {
    return records.get(Key.order(cancel.order(), request.to())) instanceof Order.Paid
        && (cancel instanceof Command.CancelOrder
            || records.get(Key.participation(ofItem(request), request.to())) == null);
  }

  /** Cancels a paid order or pieces of it, or joins those that wait for that. */
  Decision cancel(RecordView records, Request request, Command.Cancel cancel, Instant now) {
    ShardId self = request.to();
    if (cancel instanceof Command.CancelItem) {
      TransactionId id = ofItem(request);
      Refunding open = records.get(Key.participation(id, self), Refunding.class);
      if (open != null) {
        return join(request, id, open);
      }
    }
    return switch (records.get(Key.order(cancel.order(), self), Order.class)) {
      case null -> answered(request, new Answer.Refused(Reason.UNKNOWN_ORDER));
      case Order.Unpaid unpaid ->
          answered(
              request,
              new Answer.Refused(
                  records.get(Key.transaction(cancel.order(), self)) == null
                      ? Reason.ORDER_NOT_PAID
                      : Reason.CHECKOUT_IN_PROGRESS));
      case Order.Paid paid when isYoung(records, paid, self) ->
          Decision.reply(request.replyTo(), new Answer.Busy()); // a participant may be unable
      case Order.Paid paid when !now.isBefore(cancel.deadline()) ->
          answered(request, new Answer.Refused(Reason.DEADLINE_EXCEEDED));
      case Order.Paid paid -> begin(records, request, cancel, paid, now);
      case Order.Cancelled cancelled when cancel instanceof Command.CancelItem ->
          answered(request, new Answer.Refused(Reason.ORDER_CANCELLED));
      case Order.Cancelled cancelled -> {
        TransactionId id = cancelled.refund();
        yield join(request, id, records.get(Key.participation(id, self), Refunding.class));
      }
    };
  }

  private boolean isYoung(RecordView records, Order.Paid paid, ShardId self) {
    return settings.mayLose() && records.get(Key.participation(paid.transaction(), self)) != null;
  }

  private static Decision answered(Request request, Answer answer) {
    Decision.Builder decision = Decision.builder();
    PendingClient.answer(List.of(PendingClient.of(request)), answer, decision);
    return decision.build();
  }

  private Decision begin(
      RecordView records, Request request, Command.Cancel cancel, Order.Paid paid, Instant now) {
    return switch (cancel) {
      case Command.CancelOrder whole -> {
        Order.Cancelled all = paid.cancelled(now);
        yield begin(records, request, cancel, all, all, all.refund(), now);
      }
      case Command.CancelItem some -> {
        Reduction reduced = Reduction.of(paid, some.item(), some.quantity(), now);
        yield reduced == null
            ? answered(request, new Answer.Refused(Reason.NOT_IN_ORDER))
            : begin(
                records,
                request,
                cancel,
                reduced.left(),
                reduced.cancelled(),
                ofItem(request),
                now);
      }
    };
  }

  private Decision begin(
      RecordView records,
      Request request,
      Command.Cancel cancel,
      Order left,
      Order.Cancelled owed,
      TransactionId id,
      Instant now) {
    ShardId self = request.to();
    Transaction refund = refund(records, cancel, owed, id, now);
    Decision.Builder decision = Decision.builder().put(Key.order(cancel.order(), self), left);
    List<PendingClient> waiters = List.of(PendingClient.of(request));
    if (settings.mayLose() || refund.branches().isEmpty()) {
      PendingClient.answer(waiters, new Answer.Cancelled(refund.id()), decision);
      waiters = List.of();
    }
    Key key = Key.participation(refund.id(), self);
    Refunding begun =
        new Refunding(
            refund,
            waiters,
            refund.participants(),
            List.of(),
            settings.refundRetainUntil(now),
            now,
            0,
            settings.lastingAt(now));
    if (settings.mayLose() && !refund.branches().isEmpty()) {
      decision.put(key, begun);
    } else if (!refund.branches().isEmpty()) {
      send(decision, key, begun, now);
    }
    return decision.build();
  }

  /** All that the order took; a part of nothing is left out. */
  private Transaction refund(
      RecordView records,
      Command.Cancel cancel,
      Order.Cancelled order,
      TransactionId id,
      Instant now) {
    Transaction all =
        Transaction.of(
            id,
            cancel.order(),
            order,
            records.incarnation(),
            settings.deadline(now, cancel.deadline()),
            shards);
    List<Branch> branches = new ArrayList<>(all.branches().size());
    for (Branch branch : all.branches()) {
      List<Debit> owed =
          branch.debits().stream().filter(debit -> debit.amount().value() > 0).toList();
      if (!owed.isEmpty()) {
        branches.add(new Branch(branch.shard(), owed));
      }
    }
    return new Transaction(
        all.id(), all.order(), all.generation(), all.incarnation(), all.deadline(), branches);
  }

  private static Decision join(Request request, TransactionId id, @Nullable Refunding open) {
    if (open == null || open.waiters().isEmpty()) {
      return answered(request, new Answer.Cancelled(id));
    }
    Key key = Key.participation(id, request.to());
    PendingClient waiter = PendingClient.of(request);
    if (!waiter.isAmong(open.waiters()) && open.waiters().size() >= WAITERS_MAX) {
      return Decision.reply(request.replyTo(), new Answer.Busy());
    }
    List<PendingClient> waiters = PendingClient.with(open.waiters(), waiter, WAITERS_MAX);
    return Decision.builder().put(key, open.withWaiters(waiters)).build();
  }

  /** A participant has given back its part. */
  Decision givenBack(RecordView records, RefundMessage.GivenBack message, Instant now) {
    Key key = Key.participation(message.transaction(), message.to());
    Refunding open = records.get(key, Refunding.class);
    if (open == null) {
      return message.closed() ? Decision.NOTHING : unknown(records, message, now);
    }
    ShardId from = message.from();
    Decision.Builder decision = Decision.builder();
    if (!message.closed()) {
      decision.send(
          new RefundMessage.Closed(
              message.transaction(), message.origin(), from, open.noneValidAfter()));
    }
    boolean news = open.awaiting().contains(from) || message.closed();
    Refunding left = open.without(from, message.closed());
    if (left.awaiting().isEmpty() && !left.waiters().isEmpty()) {
      tellClients(decision, left);
      left = left.withWaiters(List.of());
    }
    if (left.awaiting().isEmpty() && left.closing().isEmpty()) {
      decision.delete(key);
    } else if (news) {
      decision.put(key, left);
    }
    return decision.build();
  }

  /**
   * Says it late, or has lost that it knew, or this shard's records were restored: the participant
   * need not say it any more. Where the records may be those of before the cancellation, only its
   * own keeps the next one from giving back again, and an operator must look.
   */
  private Decision unknown(RecordView records, RefundMessage.GivenBack message, Instant now) {
    TransactionId refund = message.transaction();
    boolean lacked =
        OrderVerdict.mayLackRefund(records, refund, message.origin(), settings.mayLose());
    if (lacked && OrderVerdict.ruling(records, refund, message.origin()) != RuledOutcome.CLOSED) {
      return Decision.of(
          message.origin().finding(refund, message.from(), Finding.Reason.RECORDS_OLDER));
    }
    return Decision.builder()
        .send(
            new RefundMessage.Closed(
                message.transaction(),
                message.origin(),
                message.from(),
                now.plus(settings.outcomesKept())))
        .build();
  }

  private static void tellClients(Decision.Builder decision, Refunding refund) {
    PendingClient.answer(
        refund.waiters(), new Answer.Cancelled(refund.transaction().id()), decision);
  }

  /**
   * Its time has come: participants are told again what they have not confirmed. An operator may
   * wake it too early.
   */
  Decision wake(Key key, Refunding open, Instant now) {
    if (settings.mayLose() && open.sends() == 0 && now.isBefore(open.wakeAt())) {
      return Decision.builder().put(key, open).build(); // its store may still lose the cancellation
    }
    Decision.Builder decision = Decision.builder();
    boolean undisturbed = now.isBefore(open.transaction().deadline());
    if (!undisturbed) {
      tellClients(decision, open);
    }
    send(decision, key, undisturbed ? open : open.withWaiters(List.of()), now);
    return decision.build();
  }

  private void send(Decision.Builder decision, Key key, Refunding open, Instant now) {
    Transaction refund = open.transaction();
    Instant validUntil = settings.refundValidUntil(now);
    for (ShardId participant : open.awaiting()) {
      decision.send(
          new RefundMessage.GiveBack(
              refund.id(),
              refund.origin(key.shard()),
              refund.branch(participant),
              validUntil,
              open.retainUntil()));
    }
    for (ShardId participant : open.closing()) {
      decision.send(
          new RefundMessage.Closed(
              refund.id(), refund.origin(key.shard()), participant, open.noneValidAfter()));
    }
    Instant wakeAt = settings.resendAt(now, refund, open.sends() + 1);
    Instant last = open.awaiting().isEmpty() ? open.noneValidAfter() : validUntil;
    decision.put(key, open.sent(last, wakeAt));
  }
}
