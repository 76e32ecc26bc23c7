package tercet.kernel.choreography;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tercet.kernel.id.ShardId;
import tercet.kernel.transaction.OpenBranch;
import tercet.kernel.transaction.Origin;
import tercet.kernel.transaction.Reservation;

/**
 * A participant did its part and has voted for the transaction. The transaction is committed once
 * this participant has all votes. The record is deleted once all others have this participant's
 * vote.
 *
 * @param origin of the transaction
 * @param taken the amounts to give back if one participant votes no
 * @param held whether the balances count these amounts as held; not so if an earlier version took
 *     it
 * @param awaiting peers whose vote is missing
 * @param unheard peers, and perhaps the order's shard, who have not said that they have this vote
 * @param deadline after it silent peers are polled
 * @param sends how often the vote was sent, at least once
 */
public record Voted(
    Origin origin,
    List<Reservation> taken,
    boolean held,
    List<ShardId> awaiting,
    List<ShardId> unheard,
    Instant deadline,
    int sends,
    Instant wakeAt)
    implements OpenBranch {
  public Voted {
    taken = List.copyOf(taken);
    awaiting = List.copyOf(awaiting);
    unheard = List.copyOf(unheard);
  }

  /** It has the vote of a peer. */
  Voted having(ShardId peer) {
    return new Voted(
        origin, taken, held, without(awaiting, peer), unheard, deadline, sends, wakeAt);
  }

  /** A peer has its vote. */
  Voted heardBy(ShardId other) {
    return new Voted(
        origin, taken, held, awaiting, without(unheard, other), deadline, sends, wakeAt);
  }

  Voted sentAgain(Instant wakeAtNext) {
    return new Voted(origin, taken, held, awaiting, unheard, deadline, sends + 1, wakeAtNext);
  }

  /** It has the votes of all, so that it is committed. */
  boolean isComplete() {
    return awaiting.isEmpty();
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
