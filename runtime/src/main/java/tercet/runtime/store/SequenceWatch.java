package tercet.runtime.store;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import tercet.kernel.id.Key;
import tercet.kernel.id.ShardId;

/**
 * A store that notices when it has lost commits: a shard's sequence is lower than it was at the
 * last commit through this one. For one thread.
 */
public final class SequenceWatch extends PassingStore {
  private final Listener listener;
  private final Map<ShardId, Long> last = new HashMap<>();
  private final Map<ShardId, Long> seen = new HashMap<>();
  private final Set<ShardId> changed = new HashSet<>();

  private SequenceWatch(Store store, Listener listener) {
    super(store);
    this.listener = listener;
  }

  /** Hears of commits that are lost. */
  @FunctionalInterface
  public interface Listener {
    /**
     * Says so, once for each time that a store falls back.
     *
     * @param last the shard's sequence at the last commit
     * @param now its sequence now, which is lower
     */
    void rolledBack(ShardId shard, long last, long now);
  }

  /** A store that tells the listener, or the same one if it counts no sequences. */
  public static Store over(Store store, Listener listener) {
    return store.hasSequences() ? new SequenceWatch(store, listener) : store;
  }

  @Override
  public <T> T commit(Collection<Key> expected, Function<View, Commit<T>> decide) {
    T result = super.commit(expected, view -> observe(expected, view, decide.apply(view)));
    seen.forEach((shard, now) -> {
      Long before = last.get(shard);
      if (before != null && now < before) {
        listener.rolledBack(shard, before, now);
      }
      last.put(shard, changed.contains(shard) ? now + 1 : now);
    });
    return result;
  }

  /** The sequences that this run has seen; an earlier run does not count. */
  private <T> Commit<T> observe(Collection<Key> expected, View view, Commit<T> commit) {
    seen.clear();
    changed.clear();
    for (Key key : commit.changes().keySet()) {
      changed.add(key.shard());
    }
    for (Key key : expected) {
      seen.computeIfAbsent(key.shard(), view::sequence);
    }
    for (ShardId shard : changed) {
      seen.computeIfAbsent(shard, view::sequence);
    }
    return commit;
  }
}
