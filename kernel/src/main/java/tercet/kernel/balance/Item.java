package tercet.kernel.balance;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tercet.kernel.id.Amount;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.TransactionId;

/**
 * Something for sale.
 *
 * @param amount pieces that can be sold now
 * @param price of one piece, in the smallest unit of money
 * @param leases pieces that are kept for orders, one for each order; see {@link Leases}
 */
public record Item(
    Amount amount,
    Amount held,
    List<TransactionId> lockQueue,
    Amount price,
    long generation,
    List<Lease> leases)
    implements Balance {
  public Item {
    lockQueue = List.copyOf(lockQueue);
    leases = List.copyOf(leases);
  }

  /** An item without leases. */
  public Item(
      Amount amount, Amount held, List<TransactionId> lockQueue, Amount price, long generation) {
    this(amount, held, lockQueue, price, generation, List.of());
  }

  /** An item without claims of transactions and orders. */
  public Item(Amount amount, Amount price, long generation) {
    this(amount, Amount.ZERO, List.of(), price, generation);
  }

  @Override
  public Item with(Amount changed, Amount changedHeld, List<TransactionId> changedLine) {
    return new Item(changed, changedHeld, changedLine, price, generation, leases);
  }

  @Override
  public Amount leased() {
    Amount sum = Amount.ZERO;
    for (Lease lease : leases) {
      sum = sum.plus(lease.quantity());
    }
    return sum;
  }

  /** The lease of an order, or null. */
  public @Nullable Lease lease(OrderId order) {
    for (Lease lease : leases) {
      if (lease.order().equals(order)) {
        return lease;
      }
    }
    return null;
  }

  /** The same with another lease of the order, or none; the pieces move between both amounts. */
  Item with(OrderId order, @Nullable Lease changed) {
    if (leases.isEmpty() && changed == null) {
      return this;
    }
    List<Lease> all = new ArrayList<>(leases.size() + 1);
    Amount free = amount;
    for (Lease lease : leases) {
      if (lease.order().equals(order)) {
        free = free.plus(lease.quantity());
      } else {
        all.add(lease);
      }
    }
    if (changed != null) {
      all.add(changed);
      free = free.minus(changed.quantity());
    }
    return new Item(free, held, lockQueue, price, generation, all);
  }

  @Override
  public Item asOf(Instant now) {
    if (leases.isEmpty() || leases.stream().noneMatch(lease -> lease.changesBy(now))) {
      return this;
    }
    List<Lease> left = new ArrayList<>(leases.size());
    Amount free = amount.plus(leased());
    for (Lease lease : leases) {
      Lease kept = lease.asOf(now);
      if (kept != null) {
        left.add(kept);
        free = free.minus(kept.quantity());
      }
    }
    return new Item(free, held, lockQueue, price, generation, left);
  }
}
