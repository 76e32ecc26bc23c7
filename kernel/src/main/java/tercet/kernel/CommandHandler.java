package tercet.kernel;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.Reason;
import tercet.kernel.command.Refusal;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.RecordView;
import tercet.kernel.decision.Request;
import tercet.kernel.dedupe.DedupeRecord;
import tercet.kernel.dedupe.IdempotencyRecord;
import tercet.kernel.id.Amount;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.Key;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.kernel.id.TransactionId;
import tercet.kernel.id.UserId;
import tercet.kernel.order.Order;
import tercet.kernel.refund.RefundProtocol;
import tercet.kernel.transaction.Coordinator;
import tercet.kernel.transaction.OpenTransaction;
import tercet.kernel.transaction.PendingClient;
import tercet.kernel.transaction.Transaction;
import tercet.kernel.transaction.TransactionSettings;

/** Decides commands of clients exactly once: a repeated command gets the first answer again. */
final class CommandHandler {
  /** Clients that may wait for one checkout; more are told to ask again. */
  private static final int WAITERS_MAX = 1_000;

  private final Shards shards;
  private final BalanceCommands balances;
  private final OrderCommands orders;
  private final Coordinator coordinator;
  private final Aborts aborts;
  private final Settlements settlements;
  private final RefundProtocol refunds;
  private final TransactionSettings settings;

  CommandHandler(
      Shards shards,
      Coordinator coordinator,
      Aborts aborts,
      RefundProtocol refunds,
      TransactionSettings settings) {
    this.shards = shards;
    this.balances = new BalanceCommands(shards);
    this.orders = new OrderCommands(shards);
    this.coordinator = coordinator;
    this.aborts = aborts;
    this.settlements = new Settlements(settings);
    this.refunds = refunds;
    this.settings = settings;
  }

  /** The records that deciding a request may read. */
  List<Key> keys(Request request) {
    Key answer = Key.answer(request.id(), request.to());
    ShardId shard = request.to();
    return switch (request.command()) {
      case Command.FindBalance find -> List.of(Key.balance(find.id(), shard));
      case Command.FindOrder find -> List.of(Key.order(find.order(), shard));
      case Command.FindStatus find -> OrderStatuses.keys(find, shard);
      case Command.Credit credit -> List.of(answer, Key.balance(credit.id(), shard));
      case Command.Debit debit -> List.of(answer, Key.balance(debit.id(), shard));
      case Command.Edit edit ->
          List.of(answer, Key.order(edit.order(), shard), Key.transaction(edit.order(), shard));
      case Command.Checkout checkout ->
          List.of(
              answer, Key.order(checkout.order(), shard), Key.transaction(checkout.order(), shard));
      case Command.Cancel cancel -> RefundProtocol.keys(request, cancel);
      case Command.Abort abort ->
          List.of(Key.order(abort.order(), shard), Key.transaction(abort.order(), shard));
      case Command.Settle settle ->
          List.of(
              Key.transaction(settle.order(), shard),
              Key.order(settle.order(), shard),
              Key.participation(settle.transaction(), shard),
              Key.ruling(settle.transaction(), settle.incarnation(), shard));
      case Command.Claim claim -> List.of(Key.claim(claim.idempotencyKey(), shard));
      case Command.BeginReserve begin ->
          List.of(
              Key.answer(begin.request(), shard),
              Key.order(begin.order(), shard),
              Key.transaction(begin.order(), shard));
      case Command.RefuseReserve refuse -> List.of(answer);
      case Command.TakeSlot take -> List.of(answer, Key.balance(take.user(), shard));
      case Command.GiveSlot give -> List.of(answer, Key.balance(give.user(), shard));
      case Command.KeepPieces keep ->
          ReservationCommands.keys(answer, ReservationCommands.items(keep), shard);
      case Command.FreePieces free -> ReservationCommands.keys(answer, free.items(), shard);
      case Command.CreateItem create -> List.of(answer);
      case Command.CreateAccount create -> List.of(answer);
      case Command.CreateOrder create -> List.of(answer);
      case Command.InitItems init -> balances.keys(answer, init.range(), ItemId::new, shard);
      case Command.InitAccounts init -> balances.keys(answer, init.range(), UserId::new, shard);
      case Command.InitOrders init -> orders.keys(answer, init.range(), shard);
    };
  }

  Decision decide(RecordView records, Request request, Instant now) {
    if (!now.isBefore(request.validUntil())) {
      return Decision.NOTHING; // its client has stopped waiting
    }
    return switch (request.command()) {
      case Command.Query query ->
          Decision.reply(request.replyTo(), find(records, request, query, now));
      case Command.Claim claim -> claim(records, request, claim);
      case Command.Abort abort -> aborts.decide(records, request, abort, now);
      case Command.Settle settle -> settlements.decide(records, request, settle, now);
      case Command.BeginReserve begin -> {
        boolean open = records.get(Key.transaction(begin.order(), request.to())) != null;
        yield ReservationCommands.begin(records, request, begin, open, now);
      }
      case Command.Action action -> {
        DedupeRecord known = known(records, request);
        yield known == null
            ? act(records, request, action, now)
            : Decision.reply(request.replyTo(), known.answer());
      }
      case Command.Checkout checkout -> {
        DedupeRecord known = known(records, request);
        yield known == null
            ? checkout(records, request, checkout, now)
            : Decision.reply(request.replyTo(), known.answer());
      }
      case Command.Cancel cancel -> {
        DedupeRecord known = known(records, request);
        yield known == null
            ? refunds.cancel(records, request, cancel, now)
            : Decision.reply(request.replyTo(), known.answer());
      }
    };
  }

  private static @Nullable DedupeRecord known(RecordView records, Request request) {
    return records.get(Key.answer(request.id(), request.to()), DedupeRecord.class);
  }

  private Answer find(RecordView records, Request request, Command.Query query, Instant now) {
    return switch (query) {
      case Command.FindBalance find -> balances.find(records, request, find);
      case Command.FindOrder find -> orders.find(records, request, find, now);
      case Command.FindStatus find -> OrderStatuses.find(records, request, find, now);
    };
  }

  private Decision act(RecordView records, Request request, Command.Action action, Instant now) {
    Decision.Builder decision = Decision.builder();
    Answer answer =
        switch (action) {
          case Command.CreateItem create -> balances.create(request, create, decision);
          case Command.CreateAccount create -> balances.create(request, create, decision);
          case Command.Credit credit -> balances.credit(records, request, credit, decision);
          case Command.Debit debit -> balances.debit(records, request, debit, decision);
          case Command.InitItems init -> balances.init(records, request, init, decision);
          case Command.InitAccounts init -> balances.init(records, request, init, decision);
          case Command.RefuseReserve refuse -> new Answer.Refused(refuse.refusal());
          case Command.TakeSlot take ->
              ReservationCommands.slot(records, request, take, now, decision);
          case Command.GiveSlot give ->
              ReservationCommands.giveBack(records, request, give, now, decision);
          case Command.KeepPieces keep ->
              ReservationCommands.keep(records, request, keep, now, decision);
          case Command.FreePieces free ->
              ReservationCommands.free(records, request, free, decision);
          case Command.CreateOrder create -> orders.create(request, create, decision);
          case Command.InitOrders init -> orders.init(records, request, init, decision);
          case Command.Edit edit -> {
            Key transaction = Key.transaction(edit.order(), request.to());
            boolean open = records.get(transaction) != null;
            yield orders.edit(records, request, edit, open, now, decision);
          }
        };
    return answer instanceof Answer.Busy
        ? Decision.reply(request.replyTo(), answer)
        : answered(decision, request, answer);
  }

  /** Begins a transaction, joins the one that is open, or finds that there is nothing to do. */
  private Decision checkout(
      RecordView records, Request request, Command.Checkout checkout, Instant now) {
    ShardId self = request.to();
    Key key = Key.transaction(checkout.order(), self);
    return switch (records.get(Key.order(checkout.order(), self), Order.class)) {
      case null -> refused(request, Reason.UNKNOWN_ORDER);
      case Order.Paid paid ->
          answered(Decision.builder(), request, new Answer.Paid(paid.transaction()));
      case Order.Cancelled cancelled -> refused(request, Reason.ORDER_CANCELLED);
      case Order.Unpaid unpaid -> {
        OpenTransaction open = records.get(key, OpenTransaction.class);
        Refusal tooMuch = costlier(unpaid, checkout);
        if (tooMuch != null
            && (open == null || !PendingClient.of(request).isAmong(open.waiters()))) {
          yield open == null
              ? refused(request, checkout, unpaid, tooMuch, now)
              : refused(request, tooMuch);
        }
        if (open != null) {
          yield join(key, open, request, checkout, now);
        }
        if (!now.isBefore(checkout.deadline())) {
          yield refused(request, checkout, unpaid, Reason.DEADLINE_EXCEEDED, now);
        }
        TransactionId id = new TransactionId(request.id().value());
        Instant deadline = settings.deadline(now, checkout.deadline());
        Transaction transaction =
            Transaction.of(id, checkout.order(), unpaid, records.incarnation(), deadline, shards);
        yield coordinator.begin(transaction, self, PendingClient.of(request), now);
      }
    };
  }

  /** Null if the client pays as much. An order that is being checked out keeps its cost. */
  private static @Nullable Refusal costlier(Order.Unpaid order, Command.Checkout checkout) {
    if (!checkout.isLimited()) {
      return null;
    }
    Amount total = order.total();
    return total.compareTo(checkout.totalMax()) <= 0
        ? null
        : new Refusal.Costlier(total, checkout.totalMax());
  }

  /**
   * Waits for the outcome with the others. A client that finds no room asks again until the
   * transaction is over. A client also asks again while an older transaction, whose outcome its
   * clients have heard, still occupies the order. If the client's own deadline comes first, nothing
   * was begun for it.
   */
  private static Decision join(
      Key key, OpenTransaction open, Request request, Command.Checkout checkout, Instant now) {
    PendingClient waiter = PendingClient.of(request);
    if (!waiter.isAmong(open.waiters())) {
      boolean joinable = open.canBeJoined(now);
      if (!joinable && !now.isBefore(checkout.deadline())) {
        return refused(request, Reason.DEADLINE_EXCEEDED);
      }
      if (!joinable || open.waiters().size() >= WAITERS_MAX) {
        return Decision.reply(request.replyTo(), new Answer.Busy());
      }
    }
    List<PendingClient> waiters = PendingClient.with(open.waiters(), waiter, WAITERS_MAX);
    return Decision.builder().put(key, open.withWaiters(waiters)).build();
  }

  private static Decision claim(RecordView records, Request request, Command.Claim claim) {
    Key key = Key.claim(claim.idempotencyKey(), request.to());
    IdempotencyRecord known = records.get(key, IdempotencyRecord.class);
    if (known == null) {
      IdempotencyRecord made =
          new IdempotencyRecord(claim.fingerprint(), claim.candidate(), claim.expiresAt());
      return Decision.builder()
          .put(key, made)
          .reply(request.replyTo(), new Answer.Claimed(made.command(), made.expiresAt()))
          .build();
    }
    return Decision.reply(
        request.replyTo(),
        known.fingerprint().equals(claim.fingerprint())
            ? new Answer.Claimed(known.command(), known.expiresAt())
            : new Answer.Refused(Reason.IDEMPOTENCY_KEY_REUSED));
  }

  /** Refuses a checkout that needs not begin, and notes it in the order. */
  private static Decision refused(
      Request request,
      Command.Checkout checkout,
      Order.Unpaid order,
      Refusal refusal,
      Instant now) {
    TransactionId id = new TransactionId(request.id().value());
    Key key = Key.order(checkout.order(), request.to());
    Decision.Builder decision = Decision.builder().put(key, order.refused(id, refusal, now));
    return answered(decision, request, new Answer.Refused(refusal));
  }

  private static Decision refused(Request request, Refusal refusal) {
    return answered(Decision.builder(), request, new Answer.Refused(refusal));
  }

  /** Tells the client, and remembers that it was told. */
  private static Decision answered(Decision.Builder decision, Request request, Answer answer) {
    return decision
        .put(
            Key.answer(request.id(), request.to()), new DedupeRecord(answer, request.retainUntil()))
        .reply(request.replyTo(), answer)
        .build();
  }
}
