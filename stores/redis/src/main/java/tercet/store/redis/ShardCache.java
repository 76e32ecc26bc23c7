package tercet.store.redis;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tercet.kernel.id.Key;

/**
 * This process's memory of a shard: its state, and records as they were at that state. Safe for
 * threads.
 */
final class ShardCache {
  private final ShardNames names;
  private final Map<Key, KnownRecord> entries;
  private @Nullable ShardState state;
  private @Nullable ShardState durable;
  private long incarnation;
  private boolean unsure;

  /** A durable state that the server has lost, and does not say so yet; null if there is none. */
  private @Nullable ShardState lost;

  /**
   * @param entriesMax records at most; those that were unused for longest are evicted
   */
  ShardCache(ShardNames names, int entriesMax) {
    this.names = names;
    this.entries =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Key, KnownRecord> eldest) {
            return size() > entriesMax;
          }
        };
  }

  ShardNames names() {
    return names;
  }

  /** The state that it remembers; null if it has to be read. */
  synchronized @Nullable ShardState state() {
    return lost == null ? state : null;
  }

  /**
   * A record at a state.
   *
   * @return null if it is not remembered
   * @throws MovedException if this is the state no more
   */
  synchronized @Nullable KnownRecord get(ShardState at, Key key) {
    if (state == null || !state.hasRecordsOf(at)) {
      throw new MovedException();
    }
    return entries.get(key);
  }

  /** The server has this state. Records of another one are forgotten. */
  synchronized void found(ShardState now) {
    ShardState known = state;
    if (known == null || !known.hasRecordsOf(now)) {
      entries.clear();
    } else if (now.horizon().isAfter(known.horizon())) {
      entries.values().removeIf(entry -> entry.isDropped(now.horizon()));
    }
    state = now;
    if (lost != null && (now.isQuarantined() || now.isComplete(lost))) {
      lost = null; // all nodes know it, or there is nothing more to know
    }
    incarnation = Math.max(incarnation, now.incarnation());
  }

  /** The last state that this process knows to have been durable; null if there is none. */
  synchronized @Nullable ShardState durable() {
    return durable;
  }

  /** A durable state is lost; true only the first time. */
  synchronized boolean hasLost(ShardState state) {
    boolean isNews = state.equals(durable);
    if (isNews) {
      durable = null;
    }
    return isNews;
  }

  /** A durable state is lost, and the shard is to be quarantined for all nodes. */
  synchronized void quarantine(ShardState durableState) {
    lost = durableState;
  }

  /** Whether a loss was noticed, and the server does not say so yet. */
  synchronized boolean isLossUnwritten() {
    return lost != null;
  }

  /** Whether the last state that was seen is in quarantine. */
  synchronized boolean isQuarantined() {
    return lost != null || (state != null && state.isQuarantined());
  }

  /** The server has these records at a state. */
  synchronized void read(ShardState at, Map<Key, KnownRecord> records) {
    if (state != null && state.hasRecordsOf(at)) {
      entries.putAll(records);
    }
  }

  /**
   * A commit has made changes.
   *
   * @param isConfirmed whether it is known to be durable
   */
  synchronized void committed(
      ShardState before, ShardState after, Map<Key, KnownRecord> changes, boolean isConfirmed) {
    ShardState known = state;
    boolean isNext = known != null && (known.hasRecordsOf(before) || known.hasRecordsOf(after));
    if (isNext) {
      state = after;
      entries.putAll(changes);
    }
    if (isConfirmed) {
      unsure = unsure && !isNext;
      if (durable == null
          || durable.incarnation() < after.incarnation()
          || durable.sequence() < after.sequence()) {
        durable = after;
      }
    }
  }

  /** Whether a state is of an incarnation that has ended. */
  synchronized boolean isOutdated(ShardState at) {
    return incarnation > at.incarnation();
  }

  /** The server's state is unknown now. */
  synchronized void forget() {
    state = null;
    entries.clear();
    unsure = true;
  }

  /** Whether a commit with an unknown outcome is under way. */
  synchronized boolean isUnsure() {
    return unsure;
  }
}
