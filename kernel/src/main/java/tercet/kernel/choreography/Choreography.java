package tercet.kernel.choreography;

import java.time.Instant;
import java.util.List;
import tercet.kernel.id.ShardId;
import tercet.kernel.transaction.OpenTransaction;
import tercet.kernel.transaction.PendingClient;
import tercet.kernel.transaction.Transaction;

/**
 * An open choreographed saga at the order's shard, which has asked for votes and hears them like
 * every participant. It decides nothing.
 *
 * @param awaiting participants whose vote is missing
 * @param sends how often those were asked, at least once
 */
public record Choreography(
    Transaction transaction,
    List<PendingClient> waiters,
    List<ShardId> awaiting,
    int sends,
    Instant wakeAt)
    implements OpenTransaction {
  public Choreography {
    waiters = List.copyOf(waiters);
    awaiting = List.copyOf(awaiting);
  }

  @Override
  public Choreography withWaiters(List<PendingClient> changed) {
    return new Choreography(transaction, changed, awaiting, sends, wakeAt);
  }

  @Override
  public boolean isUndecided() {
    return true;
  }

  @Override
  public boolean isDecidedByParticipants() {
    return true;
  }

  Choreography withAwaiting(List<ShardId> changed) {
    return new Choreography(transaction, waiters, changed, sends, wakeAt);
  }
}
