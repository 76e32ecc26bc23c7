package tercet.kernel.balance;

import tercet.kernel.command.Refusal;
import tercet.kernel.id.BalanceId;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.UserId;

/** The refusals of a service for its kind of balance. */
public final class Balances {
  private Balances() {}

  /** There is no such balance. */
  public static Refusal unknown(BalanceId id) {
    return switch (id) {
      case ItemId item -> Refusal.UNKNOWN_ITEM;
      case UserId user -> Refusal.UNKNOWN_USER;
    };
  }

  /** The balance would fall below zero. */
  public static Refusal insufficient(BalanceId id) {
    return switch (id) {
      case ItemId item -> Refusal.OUT_OF_STOCK;
      case UserId user -> Refusal.OUT_OF_CREDIT;
    };
  }
}
