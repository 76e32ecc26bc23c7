package tercet.kernel.transaction;

import java.util.List;
import tercet.kernel.id.ShardId;

/**
 * One participant's share of a transaction: done wholly or not at all.
 *
 * @param shard the participant
 * @param debits each of another balance of that shard; none if the sender of a message does not
 *     know them, and the participant goes by what it has on record
 */
public record Branch(ShardId shard, List<Debit> debits) {
  /** The share of a participant in a transaction that the sender does not know. */
  public static Branch unknown(ShardId shard) {
    return new Branch(shard, List.of());
  }

  public Branch {
    debits = List.copyOf(debits);
  }
}
