package tercet.testing.simulator.check;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tercet.kernel.decision.Decision;
import tercet.kernel.id.BalanceId;
import tercet.kernel.id.Key;
import tercet.kernel.id.Shards;
import tercet.kernel.id.TransactionId;
import tercet.kernel.refund.Refunding;
import tercet.testing.simulator.world.Violation;

/** Amounts owed for cancelled orders: each balance gets its own once, and none is forgotten. */
final class Refunds {
  private final Shards shards;
  private final Map<TransactionId, Map<Key, Long>> owed = new LinkedHashMap<>();

  Refunds(Shards shards) {
    this.shards = shards;
  }

  /** The refund that a decision begins at the order's side, or null. */
  static @Nullable TransactionId begunBy(Decision decision) {
    for (Decision.Change change : decision.changes()) {
      if (change.stored() instanceof Refunding refund) {
        return refund.transaction().id();
      }
    }
    return null;
  }

  /** An order was cancelled, or pieces of it. */
  void cancelled(TransactionId refund, Map<BalanceId, Long> back) {
    Map<Key, Long> amounts = new HashMap<>();
    back.forEach((id, amount) -> amounts.put(Key.balance(id, shards.of(id)), amount));
    if (owed.putIfAbsent(refund, amounts) != null) {
      throw new Violation(refund + " gives back twice", refund.value());
    }
  }

  /** The amount that a refund gives back to a balance now. */
  long giveBack(TransactionId refund, Key balance) {
    Map<Key, Long> amounts = owed.get(refund);
    Long amount = amounts == null ? null : amounts.remove(balance);
    if (amount == null) {
      throw new Violation(
          "%s gives to %s, which has had it or was never owed it".formatted(refund, balance),
          TraceTerms.with(TraceTerms.of(balance), refund.value()));
    }
    return amount;
  }

  /** Whether all of it was given back. */
  boolean isComplete(TransactionId refund) {
    Map<Key, Long> amounts = owed.get(refund);
    return amounts != null && amounts.isEmpty();
  }

  /** Refunds that were begun. */
  int count() {
    return owed.size();
  }

  /** The rule at the end: nothing is owed any more. */
  void close() {
    owed.forEach((refund, amounts) -> {
      if (!amounts.isEmpty()) {
        throw new Violation("%s never gave back %s".formatted(refund, amounts), refund.value());
      }
    });
  }
}
