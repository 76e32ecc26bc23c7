package tercet.testing.simulator.check;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tercet.kernel.balance.Account;
import tercet.kernel.balance.Balance;
import tercet.kernel.balance.Item;
import tercet.kernel.balance.Lease;
import tercet.kernel.balance.Slot;
import tercet.kernel.choreography.Voted;
import tercet.kernel.command.Command;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.Message;
import tercet.kernel.decision.RecordView;
import tercet.kernel.decision.Request;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.OrderId;
import tercet.kernel.outcome.OutcomeMessage;
import tercet.kernel.saga.Debited;
import tercet.kernel.tcc.Held;
import tercet.kernel.transaction.Origin;
import tercet.kernel.twophase.Prepared;
import tercet.testing.simulator.world.DecisionTape;
import tercet.testing.simulator.world.Violation;

/**
 * Pieces that are kept for orders: they are kept until their time, to the millisecond by the clock
 * of the decision, and no longer; only their own order takes them or gives them up; and an item has
 * as many pieces after something was kept or freed as before.
 */
public final class LeaseRules implements DecisionTape.Observer {
  private final DecisionTape.Observer next;

  /**
   * @param next sees everything, too
   */
  public LeaseRules(DecisionTape.Observer next) {
    this.next = next;
  }

  @Override
  public void decides(RecordView records, Input input, Instant now) {
    next.decides(records, input, now);
  }

  @Override
  public void decided(RecordView records, Input input, Instant now, Decision decision) {
    next.decided(records, input, now, decision);
    for (Decision.Change change : decision.changes()) {
      StoredRecord before = records.get(change.key());
      if (before instanceof Item was && change.stored() instanceof Item is) {
        if (was.generation() == is.generation()) {
          item(records, was, is, input, now);
        }
      } else if (before instanceof Account was && change.stored() instanceof Account is) {
        if (was.generation() == is.generation()) {
          account(was, is, input, now);
        }
      }
    }
  }

  private static void item(RecordView records, Item was, Item is, Input input, Instant now) {
    OrderId sold = BalanceBook.total(is) < BalanceBook.total(was) ? order(input) : null;
    for (Lease lease : was.leases()) {
      Lease left = is.lease(lease.order());
      boolean ends = lease.order().equals(sold) && isOf(records, input, lease);
      if (ends && left != null) {
        throw violation("%s is sold and still kept after %s".formatted(lease, input), was, is);
      }
      for (Lease.Claim claim : lease.claims()) {
        boolean over = !now.isBefore(claim.until());
        Lease.Claim same = left == null ? null : left.claim(claim.attempt());
        if (over && claim.equals(same)) {
          throw violation("%s is kept at %s".formatted(lease, now), was, is);
        }
        if (!over && !ends && !claim.equals(same) && !mayChange(input, lease, claim, same)) {
          throw violation("%s takes %s of %s away".formatted(input, claim, lease), was, is);
        }
      }
    }
    for (Lease lease : is.leases()) {
      Lease before = was.lease(lease.order());
      for (Lease.Claim claim : lease.claims()) {
        if ((before == null || before.claim(claim.attempt()) == null)
            && !isKept(input, lease, claim)) {
          throw violation("%s is kept by %s".formatted(lease, input), was, is);
        }
      }
      if (lease.claims().size() > 2) {
        throw violation("attempts that are over stay with %s".formatted(lease), was, is);
      }
    }
    if (movesNothing(input) && BalanceBook.total(was) != BalanceBook.total(is)) {
      throw violation("%s makes or loses pieces".formatted(input), was, is);
    }
  }

  private static @Nullable OrderId order(Input input) {
    return input instanceof Message message ? message.order() : null;
  }

  /** Whether a message is about the filling of the order for which the pieces are kept. */
  private static boolean isOf(RecordView records, Input input, Lease lease) {
    if (!(input instanceof Message message)) {
      return false;
    }
    if (message instanceof OutcomeMessage outcome) {
      return outcome.origin().generation() == lease.generation();
    }
    Origin origin =
        switch (records.get(Key.participation(message.transaction(), message.to()))) {
          case Held held -> held.origin();
          case Debited debited -> debited.origin();
          case Voted voted -> voted.origin();
          case Prepared prepared -> prepared.origin();
          case null -> null;
          case StoredRecord other -> null;
        };
    return origin != null && origin.generation() == lease.generation();
  }

  /** Whether a command may take a claim away, or make another one of it. */
  private static boolean mayChange(
      Input input, Lease lease, Lease.Claim claim, Lease.@Nullable Claim left) {
    if (!(input instanceof Request request)) {
      return false;
    }
    return switch (request.command()) {
      case Command.FreePieces free ->
          left == null
              && free.order().equals(lease.order())
              && claim.attempt() > free.after()
              && claim.attempt() <= free.upTo();
      case Command.KeepPieces keep when !keep.order().equals(lease.order()) -> false;
      case Command.KeepPieces keep when left == null ->
          claim.attempt() < keep.attempt()
              && (claim.attempt() != keep.reserved() || lease.generation() != keep.generation());
      case Command.KeepPieces keep ->
          claim.attempt() == keep.attempt()
              && left.pieces().compareTo(claim.pieces()) >= 0
              && !left.until().isBefore(claim.until());
      case Command other -> false;
    };
  }

  private static boolean isKept(Input input, Lease lease, Lease.Claim claim) {
    return input instanceof Request request
        && request.command() instanceof Command.KeepPieces keep
        && keep.order().equals(lease.order())
        && keep.attempt() == claim.attempt()
        && keep.generation() == lease.generation();
  }

  private static boolean movesNothing(Input input) {
    return input instanceof Request request
        && (request.command() instanceof Command.KeepPieces
            || request.command() instanceof Command.FreePieces);
  }

  private static void account(Account was, Account is, Input input, Instant now) {
    boolean moves =
        input instanceof Request request
            && (request.command() instanceof Command.TakeSlot
                || request.command() instanceof Command.GiveSlot);
    for (Slot slot : was.slots()) {
      Slot left = is.slot(slot.order());
      boolean stays =
          left != null && left.since().equals(slot.since()) && !left.until().isBefore(slot.until());
      if (now.isBefore(slot.until()) && !stays && !isGiven(input, slot, left, now)) {
        throw violation("%s takes %s away".formatted(input, slot), was, is);
      }
    }
    if (moves && BalanceBook.total(was) != BalanceBook.total(is)) {
      throw violation("%s makes or loses money".formatted(input), was, is);
    }
  }

  /** Whether an attempt gives up the time that it added, and no more. */
  private static boolean isGiven(Input input, Slot slot, @Nullable Slot left, Instant now) {
    return input instanceof Request request
        && request.command() instanceof Command.GiveSlot give
        && give.order().equals(slot.order())
        && give.attempt() == slot.attempt()
        && (left == null
            ? !now.isBefore(slot.before()) && !now.isBefore(give.until())
            : left.since().equals(slot.since())
                && !left.until().isBefore(slot.before())
                && !left.until().isBefore(give.until()));
  }

  private static Violation violation(String what, Balance was, Balance is) {
    return new Violation("%s: %s becomes %s".formatted(what, was, is));
  }
}
