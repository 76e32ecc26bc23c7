package tercet.kernel.balance;

import tercet.kernel.command.Refusal;
import tercet.kernel.id.Amount;
import tercet.kernel.id.BalanceId;

/** The refusals of a service for its kind of balance. */
public final class Balances {
  private Balances() {}

  /** There is no such balance. */
  public static Refusal unknown(BalanceId id) {
    return new Refusal.Unknown(id);
  }

  /** The balance would fall below zero. */
  public static Refusal insufficient(BalanceId id, Balance balance, Amount wanted) {
    return new Refusal.Shortage(id, wanted, balance.amount());
  }
}
