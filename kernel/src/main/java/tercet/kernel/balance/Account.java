package tercet.kernel.balance;

import java.util.List;
import tercet.kernel.id.Amount;
import tercet.kernel.id.TransactionId;

/**
 * The credit of a user.
 *
 * @param amount credit that can be spent now, in the smallest unit of money
 */
public record Account(Amount amount, Amount held, List<TransactionId> lockQueue, long generation)
    implements Balance {
  public Account {
    lockQueue = List.copyOf(lockQueue);
  }

  /** An account without claims of transactions. */
  public Account(Amount amount, long generation) {
    this(amount, Amount.ZERO, List.of(), generation);
  }

  @Override
  public Account with(Amount changed, Amount changedHeld, List<TransactionId> changedLine) {
    return new Account(changed, changedHeld, changedLine, generation);
  }
}
