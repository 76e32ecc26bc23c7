package tercet.testing.simulator.check;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tercet.kernel.balance.Balance;
import tercet.kernel.balance.Lease;
import tercet.kernel.command.Reason;
import tercet.kernel.command.Refusal;
import tercet.kernel.id.Amount;
import tercet.kernel.id.BalanceId;
import tercet.kernel.id.Key;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.Shards;
import tercet.kernel.order.Order;

/** The balances that refused checkouts name. */
final class Shortages {
  private final Ledger ledger;
  private final Shards shards;
  private final Promised promised;

  Shortages(Ledger ledger, Shards shards, Promised promised) {
    this.ledger = ledger;
    this.shards = shards;
    this.promised = promised;
  }

  /**
   * Whether any balance of an order did not suffice at any time, or was not there. Where a protocol
   * refuses no client because of a transaction that aborts, amounts held for others count as there.
   */
  boolean lack(@Nullable Order order, OrderId id, Refusal refusal, long since) {
    if (order == null) {
      return false;
    }
    return switch (refusal) {
      case Refusal.Costlier costlier -> false;
      case Reason undetailed -> false; // it would not say which balance
      case Refusal.Unknown unknown ->
          OrderBook.needs(order).containsKey(unknown.balance())
              && versions(unknown.balance()).wasSince(since, balance -> balance == null);
      case Refusal.Shortage shortage ->
          Objects.equals(OrderBook.needs(order).get(shortage.balance()), shortage.wanted().value())
              && versions(shortage.balance())
                  .wasSince(
                      since,
                      balance ->
                          balance != null
                              && Views.any(
                                  balance, at -> isShort(at, id, order.generation(), shortage)));
    };
  }

  private Versions<Balance> versions(BalanceId id) {
    return ledger.balance(Key.balance(id, shards.of(id))).versions();
  }

  private boolean isShort(
      Balance balance, OrderId order, long generation, Refusal.Shortage shortage) {
    Lease own = Views.lease(balance, order, generation);
    Amount kept = own == null ? Amount.ZERO : own.quantity();
    long available = balance.amount().plus(kept).value();
    if (own != null && own.taken().value() > 0) {
      return false; // an earlier checkout of the order has some, and may give it back
    }
    long undecided = promised.hidesUndecided() ? balance.held().value() : 0;
    return available + undecided < shortage.wanted().value()
        && available == shortage.left().value();
  }
}
