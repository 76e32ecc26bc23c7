package tercet.runtime.mailbox;

import java.util.Collection;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import tercet.kernel.id.ShardId;

/**
 * Shards that can be reached again, until the lane wakes what waits for them. It takes all at once,
 * though a broker tells of shards one by one: each look goes through all timers, and paces only
 * those that it wakes itself. Any thread may add to it.
 */
final class ReturnedShards {
  private final Queue<Collection<ShardId>> told = new ConcurrentLinkedQueue<>();

  void add(Collection<ShardId> back) {
    told.add(back);
  }

  boolean isEmpty() {
    return told.isEmpty();
  }

  /** All that were told of since the last call. For one thread. */
  Set<ShardId> take() {
    if (told.isEmpty()) {
      return Set.of();
    }
    Set<ShardId> all = new HashSet<>();
    for (Collection<ShardId> back = told.poll(); back != null; back = told.poll()) {
      all.addAll(back);
    }
    return all;
  }
}
