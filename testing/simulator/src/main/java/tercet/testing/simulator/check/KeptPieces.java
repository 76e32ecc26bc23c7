package tercet.testing.simulator.check;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tercet.kernel.balance.Account;
import tercet.kernel.balance.Balance;
import tercet.kernel.balance.Item;
import tercet.kernel.balance.Lease;
import tercet.kernel.balance.Slot;
import tercet.kernel.command.Command;
import tercet.kernel.command.Pieces;
import tercet.kernel.id.Key;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.Shards;
import tercet.kernel.order.Attempts;
import tercet.kernel.order.Order;
import tercet.testing.simulator.world.Violation;

/**
 * The pieces of reserved orders: all are kept when the order's shard says that it is reserved, and
 * from then on until its time, unless it is released, sold or overwritten. An order that is not
 * reserved has none when no request is under way that may have kept some.
 */
final class KeptPieces {
  private final Ledger ledger;
  private final Shards shards;

  KeptPieces(Ledger ledger, Shards shards) {
    this.ledger = ledger;
    this.shards = shards;
  }

  private Key key(OrderId order) {
    return Key.order(order, shards.of(order));
  }

  private @Nullable Order order(OrderId id) {
    return ledger.order(key(id)).versions().now();
  }

  /** The attempt that has reserved an order, also if its time is over; 0 if none has. */
  private static long reserved(@Nullable Order order, long generation) {
    return order instanceof Order.Unpaid unpaid && unpaid.generation() == generation
        ? unpaid.attempts().reserved()
        : 0;
  }

  /** Whether an order has all that it needs to be reserved as it is now. */
  boolean covers(Command.Reserve reserve, Order.Unpaid now) {
    Attempts attempts = now.attempts();
    if (!attempts.until().isAfter(ledger.latest())) {
      return true; // it may be over already
    }
    long begun =
        ledger
            .order(key(reserve.order()))
            .versions()
            .since(one ->
                one instanceof Order.Unpaid order
                    && order.attempts().latest() == attempts.latest());
    for (Pieces pieces : reserve.kept()) {
      BalanceBook book = ledger.balance(Key.balance(pieces.item(), shards.of(pieces.item())));
      if (!book.wasFilledSince(begun) && !keeps(book, reserve.order(), now, pieces)) {
        return false;
      }
    }
    BalanceBook user = ledger.balance(Key.balance(now.user(), shards.of(now.user())));
    return user.wasFilledSince(begun) || has(user, reserve.order(), attempts.until());
  }

  private static boolean keeps(BalanceBook book, OrderId id, Order.Unpaid order, Pieces pieces) {
    Lease.Claim claim = claim(book, id, order.generation(), order.attempts().reserved());
    return claim != null
        && claim.pieces().compareTo(pieces.quantity()) >= 0
        && !claim.until().isBefore(order.attempts().until());
  }

  private static Lease.@Nullable Claim claim(
      BalanceBook book, OrderId order, long generation, long attempt) {
    Lease lease = lease(book, order, generation);
    return lease == null ? null : lease.claim(attempt);
  }

  private static @Nullable Lease lease(BalanceBook book, OrderId order, long generation) {
    Balance now = book.versions().now();
    return now == null ? null : Views.lease(now, order, generation);
  }

  private static boolean has(BalanceBook user, OrderId order, Instant until) {
    Slot slot = user.versions().now() instanceof Account account ? account.slot(order) : null;
    return slot != null && !slot.until().isBefore(until);
  }

  /** A change of an item leaves what orders are told to have, or sells it to them. */
  void stay(Key key) {
    Versions<?> versions = ledger.balance(key).versions();
    if (versions.before() instanceof Item was
        && versions.now() instanceof Item is
        && was.generation() == is.generation()
        && BalanceBook.total(is) >= BalanceBook.total(was)) {
      for (Lease lease : was.leases()) {
        Lease.Claim claim = lease.claim(reserved(order(lease.order()), lease.generation()));
        if (claim != null && claim.until().isAfter(ledger.latest()) && !stays(claim, lease, is)) {
          throw new Violation(
              "%s is reserved and loses %s: %s becomes %s"
                  .formatted(order(lease.order()), claim, was, is),
              TraceTerms.of(key, key(lease.order())));
        }
      }
    }
  }

  private static boolean stays(Lease.Claim claim, Lease lease, Item is) {
    Lease left = is.lease(lease.order());
    Lease.Claim same = left == null ? null : left.claim(claim.attempt());
    return same != null
        && same.pieces().compareTo(claim.pieces()) >= 0
        && !same.until().isBefore(claim.until());
  }

  /** Whether a place may be given back: not that of an attempt that has reserved its order. */
  boolean isFree(Command.GiveSlot give) {
    return !(order(give.order()) instanceof Order.Unpaid order
        && order.attempts().reserved() == give.attempt()
        && order.attempts().until().isAfter(ledger.latest()));
  }

  /** No attempt of an order without success has left anything behind. */
  void atRest(OrderId id) {
    Order order = order(id);
    if (order == null) {
      return;
    }
    long reserved = reserved(order, order.generation());
    for (BalanceBook book : ledger.balances()) {
      Lease lease = lease(book, id, order.generation());
      if (lease != null) {
        for (Lease.Claim claim : lease.claims()) {
          if (claim.attempt() > reserved && claim.until().isAfter(ledger.latest())) {
            throw new Violation(
                "%s of %s is kept at %s for no request: %s".formatted(claim, id, book.key(), order),
                TraceTerms.of(book.key(), key(id)));
          }
        }
      }
    }
  }
}
