package tercet.kernel.refund;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.ShardId;
import tercet.kernel.transaction.PendingClient;
import tercet.kernel.transaction.Transaction;

/**
 * A refund at the shard of its order, until every participant has given back its part and knows
 * that this is known. It does not keep the order from being overwritten.
 *
 * @param transaction the refund: its debits are the amounts to give back
 * @param waiters clients that wait until everything is given back
 * @param awaiting participants that have not given back
 * @param closing participants that have, and may still say so
 * @param retainUntil see {@link RefundMessage.GiveBack}
 * @param noneValidAfter no message that was sent is valid after then
 * @param sends how often its messages were sent
 */
public record Refunding(
    Transaction transaction,
    List<PendingClient> waiters,
    List<ShardId> awaiting,
    List<ShardId> closing,
    Instant retainUntil,
    Instant noneValidAfter,
    int sends,
    Instant wakeAt)
    implements StoredRecord.Open {
  public Refunding {
    waiters = List.copyOf(waiters);
    awaiting = List.copyOf(awaiting);
    closing = List.copyOf(closing);
  }

  /** Whether a participant that has not confirmed may have forgotten that it gave back. */
  public boolean waitsInVain(Instant now) {
    return !now.isBefore(retainUntil) && waiters.isEmpty();
  }

  Refunding withWaiters(List<PendingClient> changed) {
    return new Refunding(
        transaction, changed, awaiting, closing, retainUntil, noneValidAfter, sends, wakeAt);
  }

  /**
   * The same after a participant has given back.
   *
   * @param closed whether it says so no more
   */
  Refunding without(ShardId participant, boolean closed) {
    List<ShardId> left = others(awaiting, participant);
    List<ShardId> saying = new ArrayList<>(others(closing, participant));
    if (!closed) {
      saying.add(participant);
    }
    return new Refunding(
        transaction, waiters, left, saying, retainUntil, noneValidAfter, sends, wakeAt);
  }

  private static List<ShardId> others(List<ShardId> shards, ShardId without) {
    return shards.stream().filter(shard -> !shard.equals(without)).toList();
  }

  /** The same after its messages were sent once more. */
  Refunding sent(Instant validUntil, Instant wakeAtNext) {
    Instant last = validUntil.isAfter(noneValidAfter) ? validUntil : noneValidAfter;
    return new Refunding(
        transaction, waiters, awaiting, closing, retainUntil, last, sends + 1, wakeAtNext);
  }
}
