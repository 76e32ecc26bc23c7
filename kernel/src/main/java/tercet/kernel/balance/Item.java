package tercet.kernel.balance;

import java.util.List;
import tercet.kernel.id.Amount;
import tercet.kernel.id.TransactionId;

/**
 * Something for sale.
 *
 * @param amount pieces that can be sold now
 * @param price of one piece, in the smallest unit of money
 */
public record Item(
    Amount amount, Amount held, List<TransactionId> lockQueue, Amount price, long generation)
    implements Balance {
  public Item {
    lockQueue = List.copyOf(lockQueue);
  }

  /** An item without claims of transactions. */
  public Item(Amount amount, Amount price, long generation) {
    this(amount, Amount.ZERO, List.of(), price, generation);
  }

  @Override
  public Item with(Amount changed, Amount changedHeld, List<TransactionId> changedLine) {
    return new Item(changed, changedHeld, changedLine, price, generation);
  }
}
