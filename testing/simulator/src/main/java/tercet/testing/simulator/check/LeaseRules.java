package tercet.testing.simulator.check;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tercet.kernel.balance.Account;
import tercet.kernel.balance.Balance;
import tercet.kernel.balance.Item;
import tercet.kernel.balance.Lease;
import tercet.kernel.balance.Slot;
import tercet.kernel.command.Command;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.Message;
import tercet.kernel.decision.RecordView;
import tercet.kernel.decision.Request;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.BalanceId;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.Key;
import tercet.kernel.id.OrderId;
import tercet.kernel.outcome.Applied;
import tercet.kernel.transaction.Reservation;
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
          item(was, is, input, now);
        }
      } else if (before instanceof Account was && change.stored() instanceof Account is) {
        if (was.generation() == is.generation()) {
          account(was, is, input, now);
        }
      } else if (change.stored() instanceof Applied done
          && !(before instanceof Applied)
          && done.isDone()) {
        taken(records, done, decision, change, input);
      }
    }
  }

  private static void item(Item was, Item is, Input input, Instant now) {
    for (Lease lease : was.leases()) {
      boolean over = !now.isBefore(lease.until());
      Lease left = is.lease(lease.order());
      if (!over && !lease.equals(left) && !isOf(input, lease.order())) {
        throw violation("%s takes %s of another order away".formatted(input, lease), was, is);
      }
    }
    for (Lease lease : is.leases()) {
      if (!now.isBefore(lease.until()) && was.leases().contains(lease)) {
        throw violation("%s is kept at %s".formatted(lease, now), was, is);
      }
      if (was.lease(lease.order()) == null && !isKept(input, lease.order())) {
        throw violation("%s is kept by %s".formatted(lease, input), was, is);
      }
    }
    if (movesNothing(input) && BalanceBook.total(was) != BalanceBook.total(is)) {
      throw violation("%s makes or loses pieces".formatted(input), was, is);
    }
  }

  private static boolean isOf(Input input, OrderId order) {
    return switch (input) {
      case Message message -> message.order().equals(order);
      case Request request -> isOf(request.command(), order);
      case Input.TimerFired time -> false;
    };
  }

  private static boolean isOf(Command command, OrderId order) {
    return command instanceof Command.FreePieces free
        ? free.order().equals(order)
        : command instanceof Command.KeepPieces keep && keep.order().equals(order);
  }

  private static boolean isKept(Input input, OrderId order) {
    return input instanceof Request request
        && request.command() instanceof Command.KeepPieces keep
        && keep.order().equals(order);
  }

  private static boolean movesNothing(Input input) {
    return input instanceof Request request
        && (request.command() instanceof Command.KeepPieces
            || request.command() instanceof Command.FreePieces);
  }

  private static void account(Account was, Account is, Input input, Instant now) {
    boolean takes =
        input instanceof Request request && request.command() instanceof Command.TakeSlot;
    List<Slot> lost = new ArrayList<>(was.slots());
    is.slots().forEach(slot -> lost.removeIf(one -> one.order().equals(slot.order())));
    lost.removeIf(slot -> !now.isBefore(slot.until()));
    if (!lost.isEmpty() || (takes && BalanceBook.total(was) != BalanceBook.total(is))) {
      throw violation("%s takes %s away".formatted(input, lost), was, is);
    }
  }

  /** Nothing is kept any more of what an order has bought. */
  private static void taken(
      RecordView records, Applied done, Decision decision, Decision.Change change, Input input) {
    OrderId order = done.origin().order();
    for (Reservation one : done.taken()) {
      if (one.balance() instanceof ItemId id
          && item(records, decision, id, change) instanceof Item item
          && item.generation() == one.generation()
          && item.lease(order) != null) {
        throw new Violation(
            "%s is sold to %s, for which some is still kept, by %s".formatted(item, order, input),
            order.toString());
      }
    }
  }

  private static @Nullable StoredRecord item(
      RecordView records, Decision decision, BalanceId id, Decision.Change participation) {
    Key key = Key.balance(id, participation.key().shard());
    for (Decision.Change change : decision.changes()) {
      if (change.key().equals(key)) {
        return change.stored();
      }
    }
    return records.get(key);
  }

  private static Violation violation(String what, Balance was, Balance is) {
    return new Violation("%s: %s becomes %s".formatted(what, was, is));
  }
}
