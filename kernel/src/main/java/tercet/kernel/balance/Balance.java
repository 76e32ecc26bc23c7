package tercet.kernel.balance;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Amount;
import tercet.kernel.id.TransactionId;

/**
 * An amount that never goes below zero: an item's stock or a user's credit.
 *
 * <p>Undecided transactions may hold some of it in escrow (P. O'Neil, "The escrow transactional
 * method", TODS 1986), or lock all of it; which of these, if any, depends on the protocol.
 */
public sealed interface Balance extends StoredRecord permits Item, Account {

  /** The amount that can be sold or spent now. */
  Amount amount();

  /**
   * The amount that undecided transactions have set aside, or have taken and may have to give back.
   * It is not part of {@link #amount}, but the sum of both never exceeds {@link Amount#MAX}: there
   * is always room to give it back.
   */
  Amount held();

  /**
   * Transactions that stand in line for the exclusive lock. The first one has it; if there is none,
   * the balance is not locked.
   */
  List<TransactionId> lockQueue();

  /**
   * The number of this filling. Overwriting a balance starts a new generation. An amount that was
   * debited from an older generation is never given back to a newer one.
   */
  long generation();

  /**
   * The amount that is kept for orders. Like {@link #held} there is always room to give it back.
   */
  default Amount leased() {
    return Amount.ZERO;
  }

  /** The same balance at a time: what was kept until then, or until an earlier time, is free. */
  Balance asOf(Instant now);

  /** The same balance with another amount, and with other claims of transactions. */
  Balance with(Amount amount, Amount held, List<TransactionId> lockQueue);

  /** The result of a change. */
  sealed interface Change {
    /** The change was made. */
    record Made(Balance balance) implements Change {}

    /** Refused: the amount would fall below zero even if all open transactions aborted. */
    record Insufficient() implements Change {}

    /** It was refused: the amount would exceed {@link Amount#MAX}. */
    record Overflow() implements Change {}

    /** Whether it can be made depends on transactions that are undecided. */
    record Busy() implements Change {}
  }

  /** Whether a transaction has the exclusive lock. */
  default boolean isLocked() {
    return !lockQueue().isEmpty();
  }

  /** Whether no transaction holds or locks any of it. */
  default boolean isFree() {
    return held().value() == 0 && !isLocked();
  }

  /** The same balance with another amount. */
  default Balance withAmount(Amount changed) {
    return with(changed, held(), lockQueue());
  }

  /** Adds an amount of a client. */
  default Change credit(Amount by) {
    if (isLocked()) {
      return new Change.Busy();
    }
    return amount().plus(held()).plus(leased()).fitsWith(by)
        ? new Change.Made(withAmount(amount().plus(by)))
        : new Change.Overflow();
  }

  /** Takes an amount for a client. */
  default Change debit(Amount by) {
    if (isLocked()) {
      return new Change.Busy();
    }
    return covers(by) ? new Change.Made(withAmount(amount().minus(by))) : shortOf(by);
  }

  /** Sets aside for a transaction what it may take later. */
  default Change hold(Amount by) {
    if (isLocked()) {
      return new Change.Busy();
    }
    return covers(by)
        ? new Change.Made(with(amount().minus(by), held().plus(by), lockQueue()))
        : shortOf(by);
  }

  /**
   * Takes for a transaction now, if the amount suffices; the transaction may have to give it back.
   * Does not wait for amounts that others may give back.
   */
  default Change take(Amount by) {
    return isLocked() || covers(by) ? hold(by) : new Change.Insufficient();
  }

  /** Whether this amount can be sold or spent now. */
  default boolean covers(Amount by) {
    return by.compareTo(amount()) <= 0;
  }

  private Change shortOf(Amount by) {
    boolean ifAllAborted = by.compareTo(amount().plus(held())) <= 0;
    return ifAllAborted ? new Change.Busy() : new Change.Insufficient();
  }

  /**
   * Gives back what an aborted transaction had taken without a hold, as earlier versions did.
   *
   * @param generation of the balance when the amount was taken; of another one nothing is restored
   */
  default Balance restore(Amount by, long generation) {
    return generation == generation() ? withAmount(amount().plus(by)) : this;
  }

  /**
   * Gives back what an aborted transaction held or had taken.
   *
   * @param generation of the balance when it was held; of another one nothing is held
   */
  default Balance release(Amount by, long generation) {
    return generation == generation()
        ? with(amount().plus(by), held().minus(by), lockQueue())
        : this;
  }

  /**
   * Takes for good what a transaction held.
   *
   * @param generation of the balance when it was held; of another one nothing is held
   */
  default Balance spend(Amount by, long generation) {
    return generation == generation() ? with(amount(), held().minus(by), lockQueue()) : this;
  }

  /**
   * Adds an amount of a cancelled order. It needs no lock: a transaction that has the lock has
   * promised to take an amount that is there, and more does not hurt.
   */
  default Change refund(Amount by) {
    return amount().plus(held()).plus(leased()).fitsWith(by)
        ? new Change.Made(withAmount(amount().plus(by)))
        : new Change.Overflow();
  }

  /** A transaction locks the balance, or gets into line for the lock. */
  default Balance enter(TransactionId transaction) {
    List<TransactionId> longer = new ArrayList<>(lockQueue().size() + 1);
    longer.addAll(lockQueue());
    longer.add(transaction);
    return with(amount(), held(), longer);
  }

  /** A transaction unlocks the balance for the next one, or leaves the line. */
  default Balance leave(TransactionId transaction) {
    List<TransactionId> shorter = new ArrayList<>(lockQueue());
    shorter.remove(transaction);
    return with(amount(), held(), shorter);
  }
}
