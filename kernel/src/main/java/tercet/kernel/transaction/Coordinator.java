package tercet.kernel.transaction;

import java.time.Instant;
import tercet.kernel.decision.Decision;
import tercet.kernel.id.ShardId;

/** The order's side of a commit protocol, as far as those who begin transactions see it. */
@FunctionalInterface
public interface Coordinator {
  /**
   * Begins to pay an order.
   *
   * @param self the order's shard
   * @param waiter the client that asked for it
   */
  Decision begin(Transaction transaction, ShardId self, PendingClient waiter, Instant now);
}
