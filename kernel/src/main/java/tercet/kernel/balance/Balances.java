package tercet.kernel.balance;

import tercet.kernel.command.Refusal;
import tercet.kernel.id.BalanceId;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.Key;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.UserId;

/** Where the two kinds of balance differ: where they are kept, and what a refusal is called. */
public final class Balances {
  private Balances() {}

  /** Where a shard keeps a balance. */
  public static Key key(BalanceId id, ShardId shard) {
    return switch (id) {
      case ItemId item -> new Key(RecordKind.ITEM, shard, item.value());
      case UserId user -> new Key(RecordKind.ACCOUNT, shard, user.value());
    };
  }

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
