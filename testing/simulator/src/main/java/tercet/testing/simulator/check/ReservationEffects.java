package tercet.testing.simulator.check;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tercet.kernel.balance.Account;
import tercet.kernel.balance.Balance;
import tercet.kernel.balance.Item;
import tercet.kernel.balance.Lease;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.Pieces;
import tercet.kernel.command.Reason;
import tercet.kernel.command.Refusal;
import tercet.kernel.id.Amount;
import tercet.kernel.id.BalanceId;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.Key;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.ShardId;

/** The effects of commands that reserve orders and release them. */
final class ReservationEffects {
  private final Ledger ledger;

  ReservationEffects(Ledger ledger) {
    this.ledger = ledger;
  }

  private @Nullable Balance balance(BalanceId id, ShardId shard) {
    return ledger.balance(Key.balance(id, shard)).versions().now();
  }

  private @Nullable Lease lease(ItemId id, OrderId order, ShardId shard) {
    return balance(id, shard) instanceof Item item ? item.lease(order) : null;
  }

  /** The user has the slot, and not more of them than a user may have. */
  boolean taken(Command.TakeSlot take, Answer answer, ShardId shard) {
    return answer instanceof Answer.Reserved(Instant until)
        && balance(take.user(), shard) instanceof Account account
        && account.slots().size() <= take.max()
        && account.slots().stream()
            .anyMatch(slot -> slot.order().equals(take.order()) && !slot.until().isBefore(until));
  }

  /** All pieces are kept until the time that is told. */
  boolean kept(Command.KeepPieces keep, Answer answer, ShardId shard) {
    if (!(answer instanceof Answer.Reserved(Instant until))) {
      return false;
    }
    for (Pieces pieces : keep.pieces()) {
      Lease lease = lease(pieces.item(), keep.order(), shard);
      if (lease == null
          || lease.until().isBefore(until)
          || lease.quantity().plus(lease.taken()).compareTo(pieces.quantity()) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Nothing is kept, or not by this request. */
  boolean freed(Command.FreePieces free, ShardId shard) {
    for (ItemId id : free.items()) {
      Lease lease = lease(id, free.order(), shard);
      if (lease != null
          && lease.until().isAfter(ledger.latest()) // else it may be over
          && (free.attempt() == Lease.SEVERAL || free.attempt() == lease.attempt())) {
        return false;
      }
    }
    return true;
  }

  boolean isTrue(Command.TakeSlot take, ShardId shard, Refusal refusal) {
    Balance account = balance(take.user(), shard);
    return refusal instanceof Refusal.Unknown unknown
        ? account == null && unknown.balance().equals(take.user())
        : refusal == Reason.TOO_MANY_RESERVATIONS
            && account instanceof Account full
            && full.slots().size() >= take.max();
  }

  boolean isTrue(Command.KeepPieces keep, ShardId shard, Refusal refusal) {
    return switch (refusal) {
      case Refusal.Unknown(BalanceId id) -> balance(id, shard) == null && wants(keep, id) != null;
      case Refusal.Shortage shortage ->
          shortage.wanted().equals(wants(keep, shortage.balance()))
              && balance(shortage.balance(), shard) instanceof Item item
              && Views.any(item, at -> isShort(at, keep.order(), shortage));
      case Reason reason -> false; // no item of a simulation has so many leases
      case Refusal.Costlier costlier -> false;
    };
  }

  private static boolean isShort(Balance at, OrderId order, Refusal.Shortage shortage) {
    long available = Views.available(at, order);
    return available == shortage.left().value() && available < shortage.wanted().value();
  }

  private static @Nullable Amount wants(Command.KeepPieces keep, BalanceId id) {
    for (Pieces pieces : keep.pieces()) {
      if (pieces.item().equals(id)) {
        return pieces.quantity();
      }
    }
    return null;
  }
}
