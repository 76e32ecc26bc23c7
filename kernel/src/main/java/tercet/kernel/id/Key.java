package tercet.kernel.id;

import org.jspecify.annotations.Nullable;

/**
 * The name of one stored record. All that is atomic happens between keys of one shard.
 *
 * @param kind of the record
 * @param shard that owns it
 * @param id unique among the shard's records of that kind
 */
public record Key(RecordKind kind, ShardId shard, String id) {
  /** No id has it that is drawn for a transaction. */
  private static final char RULED_LIFE = '@';

  /** Where a shard keeps a balance. */
  public static Key balance(BalanceId id, ShardId shard) {
    return switch (id) {
      case ItemId item -> new Key(RecordKind.ITEM, shard, item.value());
      case UserId user -> new Key(RecordKind.ACCOUNT, shard, user.value());
    };
  }

  public static Key order(OrderId order, ShardId shard) {
    return new Key(RecordKind.ORDER, shard, order.value());
  }

  /** Where the shard of an order keeps its open transaction. */
  public static Key transaction(OrderId order, ShardId shard) {
    return new Key(RecordKind.TRANSACTION, shard, order.value());
  }

  /** Where a participant keeps what it knows of a transaction. */
  public static Key participation(TransactionId transaction, ShardId shard) {
    return new Key(RecordKind.PARTICIPATION, shard, transaction.value());
  }

  /** Where a shard keeps the answer to a command. */
  public static Key answer(CommandId command, ShardId shard) {
    RecordKind kind = command.keyed() ? RecordKind.ANSWER : RecordKind.RECENT_ANSWER;
    return new Key(kind, shard, command.value());
  }

  /** Where a shard keeps the first request with an Idempotency-Key. */
  public static Key claim(String idempotencyKey, ShardId shard) {
    return new Key(RecordKind.CLAIM, shard, idempotencyKey);
  }

  /**
   * Where the shard of an order keeps what an operator has ruled on a transaction.
   *
   * @param incarnation of that shard when the transaction began: one that was begun again under its
   *     id is another one
   */
  public static Key ruling(TransactionId transaction, long incarnation, ShardId shard) {
    return new Key(RecordKind.RULING, shard, transaction.value() + RULED_LIFE + incarnation);
  }

  /** By hand: a table of records compares keys more often than anything else. */
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Key key
            && id.equals(key.id)
            && kind == key.kind
            && shard.equals(key.shard));
  }

  /** The same in every run, unlike the one that a record with an enum gets by default. */
  @Override
  public int hashCode() {
    return (id.hashCode() * 31 + shard.hashCode()) * 31 + kind.number();
  }

  @Override
  public String toString() {
    return shard + "/" + kind + "/" + id;
  }
}
