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
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.Pieces;
import tercet.kernel.command.Reason;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.RecordView;
import tercet.kernel.decision.Request;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.Key;
import tercet.kernel.id.ShardId;

/** The sides of stock and payment when an order is reserved or released. */
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

  static Answer slot(
      RecordView records, Request request, Command.TakeSlot take, Decision.Builder decision) {
    Key key = Key.balance(take.user(), request.to());
    Account account = records.get(key, Account.class);
    if (account == null) {
      return new Answer.Refused(Balances.unknown(take.user()));
    }
    Account changed = account.withSlot(take.order(), take.until(), take.max());
    if (changed == null) {
      return new Answer.Refused(Reason.TOO_MANY_RESERVATIONS);
    }
    decision.put(key, changed);
    return new Answer.Reserved(take.until());
  }

  /** All pieces or none. */
  static Answer keep(
      RecordView records,
      Request request,
      Command.KeepPieces keep,
      Instant now,
      Decision.Builder decision) {
    Instant until = Leases.until(keep.until(), now);
    List<Decision.Change> changes = new ArrayList<>(keep.pieces().size());
    Instant first = Instant.MAX;
    boolean busy = false;
    for (Pieces pieces : keep.pieces()) {
      Key key = Key.balance(pieces.item(), request.to());
      Item item = records.get(key, Item.class);
      if (item == null) {
        return new Answer.Refused(Balances.unknown(pieces.item()));
      }
      if (!Leases.hasRoom(item, keep.order())) {
        return new Answer.Refused(Reason.TOO_MANY_HOLDS);
      }
      Balance.Change change =
          Leases.keep(item, keep.order(), pieces.quantity(), until, keep.attempt());
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
    if (balance instanceof Item item && item.lease(keep.order()) instanceof Lease lease) {
      return lease.until();
    }
    throw new IllegalStateException("nothing is kept of " + balance);
  }

  /** The pieces that are kept, if there are any. */
  static Answer free(
      RecordView records, Request request, Command.FreePieces free, Decision.Builder decision) {
    for (ItemId id : free.items()) {
      Key key = Key.balance(id, request.to());
      if (records.get(key) instanceof Item item) {
        Item freed = Leases.end(item, free.order(), free.attempt());
        if (!freed.equals(item)) {
          decision.put(key, freed);
        }
      }
    }
    return new Answer.Done();
  }
}
