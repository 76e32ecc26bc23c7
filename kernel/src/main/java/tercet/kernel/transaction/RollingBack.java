package tercet.kernel.transaction;

import java.time.Instant;
import java.util.List;
import tercet.kernel.command.Refusal;
import tercet.kernel.id.ShardId;

/**
 * The record of a transaction that is aborted for good, while participants give back what they
 * took. {@link Rollback} decides about it.
 *
 * @param <A> the record of one protocol
 */
public interface RollingBack<A extends RollingBack<A>> {
  Transaction transaction();

  /** Clients that wait for the outcome. */
  List<PendingClient> waiters();

  /** The answer to clients. */
  Refusal refusal();

  /** Participants that have not confirmed. */
  List<ShardId> awaiting();

  /** No request to take anything is valid after then. */
  Instant noneValidAfter();

  /** How often the current messages were sent, at least once. */
  int sends();

  A withWaiters(List<PendingClient> changed);

  A withAwaiting(List<ShardId> changed);

  /** The same after its messages were sent once more. */
  A withSends(int changed, Instant wakeAt);
}
