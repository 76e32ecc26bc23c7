package tercet.kernel.transaction;

import java.util.ArrayList;
import java.util.List;
import tercet.kernel.OrderCommands;
import tercet.kernel.balance.Balances;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.TransactionId;

/** Where transactions are kept, whatever the protocol. */
public final class TransactionKeys {
  private TransactionKeys() {}

  /** Where the shard of an order keeps its open transaction. */
  public static Key open(OrderId order, ShardId shard) {
    return new Key(RecordKind.TRANSACTION, shard, order.value());
  }

  /** Where a participant keeps what it knows of a transaction. */
  public static Key participation(TransactionId transaction, ShardId shard) {
    return new Key(RecordKind.PARTICIPATION, shard, transaction.value());
  }

  /** What a participant may read that is asked to do its part. */
  public static List<Key> ofPart(TransactionId transaction, Branch branch) {
    List<Key> keys = new ArrayList<>(branch.debits().size() + 1);
    keys.add(participation(transaction, branch.shard()));
    for (Debit debit : branch.debits()) {
      keys.add(Balances.key(debit.balance(), branch.shard()));
    }
    return keys;
  }

  /** What the shard of an order may read that hears a vote. */
  public static List<Key> ofVote(OrderId order, ShardId shard) {
    return List.of(open(order, shard), OrderCommands.key(order, shard));
  }

  /** A record of another protocol than the message about it: impossible, since ids are unique. */
  public static IllegalStateException foreign(Key key, StoredRecord stored) {
    return new IllegalStateException(key + " is of another protocol: " + stored);
  }
}
