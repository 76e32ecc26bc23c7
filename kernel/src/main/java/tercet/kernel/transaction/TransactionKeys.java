package tercet.kernel.transaction;

import java.util.ArrayList;
import java.util.List;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.TransactionId;

/** Records that a decision about a transaction reads, the same for all protocols. */
public final class TransactionKeys {
  private TransactionKeys() {}

  /** The records that a participant may read when it is asked to do its part. */
  public static List<Key> ofPart(TransactionId transaction, Branch branch) {
    List<Key> keys = new ArrayList<>(branch.debits().size() + 1);
    keys.add(Key.participation(transaction, branch.shard()));
    for (Debit debit : branch.debits()) {
      keys.add(Key.balance(debit.balance(), branch.shard()));
    }
    return keys;
  }

  /** The records that the shard of an order may read when it hears a vote. */
  public static List<Key> ofVote(OrderId order, ShardId shard) {
    return List.of(Key.transaction(order, shard), Key.order(order, shard));
  }

  /** A record of another protocol than the message about it: impossible, since ids are unique. */
  public static IllegalStateException foreign(Key key, StoredRecord stored) {
    return new IllegalStateException(key + " is of another protocol: " + stored);
  }
}
