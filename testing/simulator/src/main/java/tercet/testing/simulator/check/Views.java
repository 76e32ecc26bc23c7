package tercet.testing.simulator.check;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tercet.kernel.balance.Balance;
import tercet.kernel.balance.Item;
import tercet.kernel.balance.Lease;
import tercet.kernel.id.Amount;
import tercet.kernel.id.OrderId;

/**
 * A stored balance at different times: leases end by themselves. {@link LeaseRules} checks that
 * each ends at its time.
 */
final class Views {
  private Views() {}

  /** Whether it is like that at any time. */
  static boolean any(Balance balance, Predicate<Balance> like) {
    return of(balance).stream().anyMatch(like);
  }

  private static List<Balance> of(Balance balance) {
    List<Balance> views = new ArrayList<>(List.of(balance));
    if (balance instanceof Item item) {
      item.leases().stream()
          .flatMap(lease -> lease.claims().stream())
          .map(Lease.Claim::until)
          .distinct()
          .forEach(until -> views.add(item.asOf(until)));
    }
    return views;
  }

  /** The amount that an order can take: what is free, and what is kept for it. */
  static long available(Balance balance, OrderId order) {
    Lease own = balance instanceof Item item ? item.lease(order) : null;
    Amount kept = own == null ? Amount.ZERO : own.quantity();
    return balance.amount().plus(kept).value();
  }

  /** The lease of an order of that generation, or null. */
  static @Nullable Lease lease(Balance balance, OrderId order, long generation) {
    Lease own = balance instanceof Item item ? item.lease(order) : null;
    return own == null || own.generation() != generation ? null : own;
  }
}
