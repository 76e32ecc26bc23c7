package tercet.kernel;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tercet.kernel.balance.Account;
import tercet.kernel.balance.Balance;
import tercet.kernel.balance.Balances;
import tercet.kernel.balance.Item;
import tercet.kernel.balance.Lease;
import tercet.kernel.balance.Leases;
import tercet.kernel.balance.Slot;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.Pieces;
import tercet.kernel.command.Reason;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.RecordView;
import tercet.kernel.decision.Request;
import tercet.kernel.dedupe.DedupeRecord;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.Key;
import tercet.kernel.id.ShardId;
import tercet.kernel.order.Order;

/** The part of each shard when an order is reserved or released. */
final class ReservationCommands {
  private ReservationCommands() {}

  /** The records of items, after the answer's. */
  static List<Key> keys(Key answer, List<ItemId> items, ShardId shard) {
    List<Key> keys = new ArrayList<>(items.size() + 1);
    keys.add(answer);
    items.forEach(item -> keys.add(Key.balance(item, shard)));
    return keys;
  }

  static List<ItemId> items(Command.KeepPieces keep) {
    return keep.pieces().stream().map(Pieces::item).toList();
  }

  /**
   * The order's side: an attempt begins, and its number is durable before any piece is kept.
   *
   * @param beingCheckedOut true if a transaction of the order is open
   */
  static Decision begin(
      RecordView records,
      Request request,
      Command.BeginReserve begin,
      boolean beingCheckedOut,
      Instant now) {
    DedupeRecord known = records.get(Key.answer(begin.request(), request.to()), DedupeRecord.class);
    if (known != null) {
      return Decision.reply(request.replyTo(), known.answer());
    }
    Key key = Key.order(begin.order(), request.to());
    Decision.Builder decision = Decision.builder();
    Answer answer =
        switch (records.get(key, Order.class)) {
          case null -> new Answer.Refused(Reason.UNKNOWN_ORDER);
          case Order.Paid paid -> new Answer.Refused(Reason.ORDER_PAID);
          case Order.Cancelled cancelled -> new Answer.Refused(Reason.ORDER_CANCELLED);
          // An attempt that has begun may keep pieces already: its end frees them.
          case Order.Unpaid unpaid
              when beingCheckedOut && !unpaid.attempts().isOf(begin.request().value()) ->
              new Answer.Refused(Reason.CHECKOUT_IN_PROGRESS);
          case Order.Unpaid unpaid -> {
            Order.Unpaid begun = unpaid.with(unpaid.attempts().begun(begin.request().value(), now));
            if (!begun.equals(unpaid)) {
              decision.put(key, begun);
            }
            yield new Answer.ReserveBegun(
                begun.user(),
                begun.lines(),
                begun.generation(),
                begun.attempts().latest(),
                begun.attempts().reserved(),
                begun.attempts().until());
          }
        };
    return decision.reply(request.replyTo(), answer).build();
  }

  static Answer slot(
      RecordView records,
      Request request,
      Command.TakeSlot take,
      Instant now,
      Decision.Builder decision) {
    Key key = Key.balance(take.user(), request.to());
    Account account = records.get(key, Account.class);
    if (account == null) {
      return new Answer.Refused(Balances.unknown(take.user()));
    }
    Slot own = account.slot(take.order());
    Instant until = Leases.until(take.until(), now);
    if (own != null && own.attempt() > take.attempt()) {
      return new Answer.Refused(Reason.ORDER_CHANGED);
    }
    if (own == null && account.slots().size() >= take.max()) {
      return new Answer.Refused(Reason.TOO_MANY_RESERVATIONS);
    }
    if (own != null
        && until.isAfter(own.until())
        && until.isAfter(own.since().plus(take.longest()))) {
      return new Answer.Refused(Reason.RESERVED_TOO_LONG);
    }
    Slot taken =
        own == null
            ? new Slot(take.order(), take.attempt(), now, until)
            : own.with(take.attempt(), until);
    decision.put(key, account.with(take.order(), taken));
    return new Answer.Reserved(until);
  }

  /**
   * A slot that another attempt has made longer since stays as it is, and one that was taken before
   * the attempt stays taken until the time that it had.
   */
  static Answer giveBack(
      RecordView records,
      Request request,
      Command.GiveSlot give,
      Instant now,
      Decision.Builder decision) {
    Key key = Key.balance(give.user(), request.to());
    Account account = records.get(key, Account.class);
    Slot own = account == null ? null : account.slot(give.order());
    if (account != null && own != null && own.attempt() == give.attempt()) {
      Slot left = own.givenBack(give.until());
      decision.put(key, account.with(give.order(), now.isBefore(left.until()) ? left : null));
    }
    return new Answer.Done();
  }

  /** All pieces or none. */
  static Answer keep(
      RecordView records,
      Request request,
      Command.KeepPieces keep,
      Instant now,
      Decision.Builder decision) {
    Instant until = Leases.until(keep.until(), now);
    if (!now.isBefore(until)) {
      return new Answer.Reserved(until); // too late: what it would keep is free already
    }
    List<Decision.Change> changes = new ArrayList<>(keep.pieces().size());
    Instant first = Instant.MAX;
    boolean busy = false;
    for (Pieces pieces : keep.pieces()) {
      Key key = Key.balance(pieces.item(), request.to());
      Item item = records.get(key, Item.class);
      if (item == null) {
        return new Answer.Refused(Balances.unknown(pieces.item()));
      }
      if (Leases.isSuperseded(item, keep.order(), keep.generation(), keep.attempt())) {
        return new Answer.Refused(Reason.ORDER_CHANGED);
      }
      if (!Leases.hasRoom(item, keep.order())) {
        return new Answer.Refused(Reason.TOO_MANY_HOLDS);
      }
      Lease.Claim claim = new Lease.Claim(keep.attempt(), pieces.quantity(), until);
      Balance.Change change =
          Leases.keep(item, keep.order(), keep.generation(), claim, keep.reserved());
      switch (change) {
        case Balance.Change.Made made -> {
          changes.add(new Decision.Change(key, made.balance()));
          Instant end = end(made.balance(), keep);
          first = end.isBefore(first) ? end : first;
        }
        case Balance.Change.Insufficient none -> {
          Balance open = Leases.opened(item, keep.order());
          return new Answer.Refused(Balances.insufficient(pieces.item(), open, pieces.quantity()));
        }
        case Balance.Change.Busy undecided -> busy = true;
        case Balance.Change.Overflow impossible ->
            throw new IllegalStateException("keeping overflowed: " + pieces);
      }
    }
    if (busy) {
      return new Answer.Busy();
    }
    decision.put(changes);
    return new Answer.Reserved(changes.isEmpty() ? until : first);
  }

  private static Instant end(Balance balance, Command.KeepPieces keep) {
    Lease lease = balance instanceof Item item ? item.lease(keep.order()) : null;
    Lease.Claim claim = lease == null ? null : lease.claim(keep.attempt());
    if (claim != null) {
      return claim.until();
    }
    throw new IllegalStateException("nothing is kept of " + balance);
  }

  /** The pieces that those attempts keep, if there are any. */
  static Answer free(
      RecordView records, Request request, Command.FreePieces free, Decision.Builder decision) {
    for (ItemId id : free.items()) {
      Key key = Key.balance(id, request.to());
      if (records.get(key) instanceof Item item) {
        Item freed = Leases.end(item, free.order(), free.after(), free.upTo());
        if (!freed.equals(item)) {
          decision.put(key, freed);
        }
      }
    }
    return new Answer.Done();
  }
}
