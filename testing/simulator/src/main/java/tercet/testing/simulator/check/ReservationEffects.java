package tercet.testing.simulator.check;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tercet.kernel.balance.Account;
import tercet.kernel.balance.Balance;
import tercet.kernel.balance.Item;
import tercet.kernel.balance.Lease;
import tercet.kernel.balance.Slot;
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
import tercet.kernel.id.UserId;
import tercet.testing.simulator.workload.CommandRecord;

/** The effects of commands that reserve orders and release them. */
final class ReservationEffects {
  private final Ledger ledger;
  private final KeptPieces kept;

  ReservationEffects(Ledger ledger, KeptPieces kept) {
    this.ledger = ledger;
    this.kept = kept;
  }

  private @Nullable Balance balance(BalanceId id, ShardId shard) {
    return ledger.balance(Key.balance(id, shard)).versions().now();
  }

  private @Nullable Slot slot(UserId user, OrderId order, ShardId shard) {
    return balance(user, shard) instanceof Account account ? account.slot(order) : null;
  }

  private @Nullable Lease lease(ItemId id, OrderId order, ShardId shard) {
    return balance(id, shard) instanceof Item item ? item.lease(order) : null;
  }

  /** The user has the slot, and not more of them than a user may have. */
  boolean taken(Command.TakeSlot take, Answer answer, ShardId shard) {
    Slot slot = slot(take.user(), take.order(), shard);
    return answer instanceof Answer.Reserved(Instant until)
        && slot != null
        && balance(take.user(), shard) instanceof Account account
        && account.slots().size() <= take.max()
        && slot.attempt() == take.attempt()
        && !slot.until().isBefore(until);
  }

  /** The slot has not the time of that attempt any more, only what it had before. */
  boolean given(Command.GiveSlot give, ShardId shard) {
    Slot slot = slot(give.user(), give.order(), shard);
    boolean longer =
        slot != null
            && slot.attempt() == give.attempt()
            && slot.until().isAfter(give.until())
            && slot.until().isAfter(slot.before())
            && slot.until().isAfter(ledger.latest());
    return kept.isFree(give) && !longer;
  }

  /** All pieces are kept until the time that is told. */
  boolean kept(Command.KeepPieces keep, Answer answer, ShardId shard) {
    if (!(answer instanceof Answer.Reserved(Instant until))) {
      return false;
    }
    if (!until.isAfter(ledger.latest())) {
      return true; // it came too late to keep anything
    }
    for (Pieces pieces : keep.pieces()) {
      Lease lease = lease(pieces.item(), keep.order(), shard);
      Lease.Claim claim = lease == null ? null : lease.claim(keep.attempt());
      if (lease == null
          || claim == null
          || lease.generation() != keep.generation()
          || claim.until().isBefore(until)
          || claim.pieces().compareTo(pieces.quantity()) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Nothing is kept by those attempts. */
  boolean freed(Command.FreePieces free, ShardId shard) {
    for (ItemId id : free.items()) {
      Lease lease = lease(id, free.order(), shard);
      if (lease != null
          && lease.claims().stream()
              .anyMatch(claim ->
                  claim.attempt() > free.after()
                      && claim.attempt() <= free.upTo()
                      && claim.until().isAfter(ledger.latest()))) { // else it may be over
        return false;
      }
    }
    return true;
  }

  /** Whether a shard has refused a part of what the order's shard remembers as refused. */
  boolean wasToldByAnotherShard(List<CommandRecord> asked, Answer.Refused refused) {
    return asked.stream().anyMatch(one -> one.command() instanceof Command.RefuseReserve)
        && ledger.history().calls().stream()
            .filter(call -> asked.stream().anyMatch(call.asked()::contains))
            .flatMap(call -> call.asked().stream())
            .anyMatch(part ->
                (part.command() instanceof Command.BeginReserve && refused.equals(part.answer()))
                    || ((part.command() instanceof Command.TakeSlot
                            || part.command() instanceof Command.KeepPieces)
                        && ledger.answers(part.key()).contains(refused)));
  }

  boolean isTrue(Command.TakeSlot take, ShardId shard, Refusal refusal) {
    Balance account = balance(take.user(), shard);
    if (refusal instanceof Refusal.Unknown unknown) {
      return account == null && unknown.balance().equals(take.user());
    }
    Slot own = slot(take.user(), take.order(), shard);
    if (refusal == Reason.ORDER_CHANGED) {
      return own != null && own.attempt() > take.attempt();
    }
    return refusal == Reason.TOO_MANY_RESERVATIONS
        ? own == null && account instanceof Account full && full.slots().size() >= take.max()
        : refusal == Reason.RESERVED_TOO_LONG
            && own != null
            && take.until().isAfter(own.until())
            && take.until().isAfter(own.since().plus(take.longest()));
  }

  boolean isTrue(Command.KeepPieces keep, ShardId shard, Refusal refusal) {
    return switch (refusal) {
      case Refusal.Unknown(BalanceId id) -> balance(id, shard) == null && wants(keep, id) != null;
      case Refusal.Shortage shortage ->
          shortage.wanted().equals(wants(keep, shortage.balance()))
              && balance(shortage.balance(), shard) instanceof Item item
              && Views.any(item, at -> isShort(at, keep.order(), shortage));
      case Reason reason ->
          reason == Reason.ORDER_CHANGED
              && keep.pieces().stream()
                  .map(pieces -> lease(pieces.item(), keep.order(), shard))
                  .anyMatch(lease -> lease != null && isBefore(keep, lease));
      case Refusal.Costlier costlier -> false;
    };
  }

  /** Whether another attempt keeps the pieces: a later one, or one of another filling. */
  private static boolean isBefore(Command.KeepPieces keep, Lease lease) {
    return lease.claims().stream()
        .anyMatch(claim ->
            claim.attempt() > keep.attempt()
                || (claim.attempt() == keep.attempt() && lease.generation() != keep.generation()));
  }

  private static boolean isShort(Balance at, OrderId order, Refusal.Shortage shortage) {
    long available = Views.available(at, order);
    long undecided = at.held().value();
    return available == shortage.left().value()
        && available + undecided < shortage.wanted().value();
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
