package tercet.kernel.choreography;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tercet.kernel.OrderId;
import tercet.kernel.ShardId;
import tercet.kernel.transaction.OpenPart;
import tercet.kernel.transaction.Taken;

/**
 * A participant did its part and has voted for the transaction. It is committed once nobody's vote
 * is missing, and forgotten once everybody has this one's.
 *
 * @param orderShard where the order is
 * @param taken what to give back if somebody votes against it
 * @param awaiting peers whose vote is missing
 * @param unheard peers, and perhaps the order's shard, who have not said that they have this vote
 * @param deadline after it silent peers are polled
 * @param sends how often the vote was sent, at least once
 */
public record Voted(
    OrderId order,
    ShardId orderShard,
    List<Taken> taken,
    List<ShardId> awaiting,
    List<ShardId> unheard,
    Instant deadline,
    int sends,
    Instant wakeAt)
    implements OpenPart {
  public Voted {
    taken = List.copyOf(taken);
    awaiting = List.copyOf(awaiting);
    unheard = List.copyOf(unheard);
  }

  /** It has the vote of a peer. */
  Voted having(ShardId peer) {
    return new Voted(
        order, orderShard, taken, without(awaiting, peer), unheard, deadline, sends, wakeAt);
  }

  /** Somebody has its vote. */
  Voted heardBy(ShardId other) {
    return new Voted(
        order, orderShard, taken, awaiting, without(unheard, other), deadline, sends, wakeAt);
  }

  Voted sentAgain(Instant wakeAtNext) {
    return new Voted(order, orderShard, taken, awaiting, unheard, deadline, sends + 1, wakeAtNext);
  }

  boolean isOver() {
    return awaiting.isEmpty() && unheard.isEmpty();
  }

  static List<ShardId> without(List<ShardId> shards, ShardId removed) {
    List<ShardId> left = new ArrayList<>(shards);
    left.remove(removed);
    return left;
  }
}
