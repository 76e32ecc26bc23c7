package tercet.kernel.balance;

import tercet.kernel.Amount;
import tercet.kernel.Stored;

/** An amount that never goes below zero: an item's stock or a user's credit. */
public sealed interface Balance extends Stored permits Item, Account {

  /** What can be sold or spent now. */
  Amount amount();

  /**
   * Which filling of this balance it is. Overwriting a balance starts a new generation, and what
   * was debited from an older one is never given back to a newer one.
   */
  long generation();

  /** The same balance with another amount. */
  Balance withAmount(Amount amount);

  /** What came of a change. */
  sealed interface Change {
    /** It was made. */
    record Made(Balance balance) implements Change {}

    /** It was refused: the amount would fall below zero. */
    record Insufficient() implements Change {}

    /** It was refused: the amount would exceed {@link Amount#MAX}. */
    record Overflow() implements Change {}
  }

  /** Adds what a client brings. */
  default Change credit(Amount by) {
    return amount().fitsWith(by)
        ? new Change.Made(withAmount(amount().plus(by)))
        : new Change.Overflow();
  }

  /** Takes what is there. */
  default Change debit(Amount by) {
    return by.compareTo(amount()) <= 0
        ? new Change.Made(withAmount(amount().minus(by)))
        : new Change.Insufficient();
  }

  /**
   * Gives back what an aborted transaction had taken. Never refused: if others filled the balance
   * up in between, it ends above {@link Amount#MAX} rather than lose a unit.
   *
   * @param generation of the balance when the amount was taken; of another one nothing is restored
   */
  default Balance restore(Amount by, long generation) {
    return generation == generation() ? withAmount(amount().plus(by)) : this;
  }
}
