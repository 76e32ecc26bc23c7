package tercet.kernel.balance;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tercet.kernel.id.Amount;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.TransactionId;

/**
 * The credit of a user.
 *
 * @param amount credit that can be spent now, in the smallest unit of money
 * @param slots the orders that the user has reserved
 */
public record Account(
    Amount amount, Amount held, List<TransactionId> lockQueue, long generation, List<Slot> slots)
    implements Balance {
  public Account {
    lockQueue = List.copyOf(lockQueue);
    slots = List.copyOf(slots);
  }

  /** An account of a user without reserved orders. */
  public Account(Amount amount, Amount held, List<TransactionId> lockQueue, long generation) {
    this(amount, held, lockQueue, generation, List.of());
  }

  /** An account without claims of transactions. */
  public Account(Amount amount, long generation) {
    this(amount, Amount.ZERO, List.of(), generation);
  }

  @Override
  public Account with(Amount changed, Amount changedHeld, List<TransactionId> changedLine) {
    return new Account(changed, changedHeld, changedLine, generation, slots);
  }

  /** The slot of an order, or null. */
  public @Nullable Slot slot(OrderId order) {
    for (Slot slot : slots) {
      if (slot.order().equals(order)) {
        return slot;
      }
    }
    return null;
  }

  /** The same with another slot of an order, or none. */
  public Account with(OrderId order, @Nullable Slot changed) {
    List<Slot> all = new ArrayList<>(slots.size() + 1);
    slots.stream().filter(slot -> !slot.order().equals(order)).forEach(all::add);
    if (changed != null) {
      all.add(changed);
    }
    return new Account(amount, held, lockQueue, generation, all);
  }

  @Override
  public Account asOf(Instant now) {
    if (slots.isEmpty()) {
      return this;
    }
    List<Slot> left = slots.stream().filter(slot -> now.isBefore(slot.until())).toList();
    return left.size() == slots.size()
        ? this
        : new Account(amount, held, lockQueue, generation, left);
  }
}
