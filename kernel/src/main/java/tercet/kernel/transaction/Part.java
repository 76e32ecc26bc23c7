package tercet.kernel.transaction;

import java.util.List;
import tercet.kernel.ShardId;

/**
 * One participant's share of a transaction: done wholly or not at all.
 *
 * @param shard the participant
 * @param debits at least one, each of another balance of that shard
 */
public record Part(ShardId shard, List<Debit> debits) {
  public Part {
    debits = List.copyOf(debits);
  }
}
