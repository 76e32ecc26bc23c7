package tercet.testing.simulator.world;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.ShardId;
import tercet.runtime.store.Commit;
import tercet.runtime.store.Store;
import tercet.testing.simulator.swarm.Fault;

/** A database as one run of a decision sees it. */
final class Sight implements Store.View {
  private final SimulatedDisk database;
  private final Faults faults;
  private final long incarnation;
  private final boolean stale;
  private final Runnable beforeRead;
  private final Map<Key, Long> seen = new HashMap<>();
  private final Instant horizon;
  private @Nullable Pause pause;
  private int reads;
  private List<Decision> decisions = List.of();
  private @Nullable ShardId only;
  private final int failovers;
  private final Map<ShardId, Long> sequences = new HashMap<>();

  /**
   * @param incarnation the incarnation of the data that the process has opened
   * @param stale whether some records are as they were before; such a run never counts
   * @param beforeRead throws if the database cannot be read
   */
  Sight(
      SimulatedDisk database, Faults faults, long incarnation, boolean stale, Runnable beforeRead) {
    this.database = database;
    this.faults = faults;
    this.incarnation = incarnation;
    this.stale = stale;
    this.beforeRead = beforeRead;
    this.horizon = database.horizon();
    this.failovers = database.failovers();
  }

  /** In this run the process will stand still, if there is a pause. */
  void standStill(@Nullable Pause drawn) {
    pause = drawn;
  }

  /** Whether all that it sees was there at one moment. */
  boolean isOfOneMoment() {
    return !stale && pause == null;
  }

  /** The decisions of this run. */
  void decided(List<Decision> made) {
    decisions = made;
  }

  /** In their order. */
  List<Decision> decisions() {
    return decisions;
  }

  @Override
  public @Nullable StoredRecord get(Key key) {
    beforeRead.run();
    if (pause != null && reads == pause.after()) {
      pause.standStill(key);
    }
    reads++;
    if (!database.guarantees().spansShards()) {
      if (only != null && !only.equals(key.shard())) {
        throw new Violation("one commit reads two shards: " + only + " and " + key);
      }
      only = key.shard();
    }
    seen.putIfAbsent(key, database.number(key));
    boolean before = stale && faults.random(Fault.CONFLICT).nextBoolean();
    return before ? database.before(key) : database.get(key);
  }

  @Override
  public Instant horizon() {
    return horizon;
  }

  @Override
  public long incarnation() {
    return incarnation + failovers;
  }

  @Override
  public long sequence(ShardId shard) {
    return sequences.computeIfAbsent(shard, database.young()::sequence);
  }

  /** The same of the shards of some records. */
  Map<ShardId, Long> sequences(Collection<Key> read, Collection<Key> changed) {
    Map<ShardId, Long> found = new HashMap<>();
    read.forEach(key -> found.put(key.shard(), sequence(key.shard())));
    changed.forEach(key -> found.put(key.shard(), sequence(key.shard())));
    return found;
  }

  /** A record that was dropped meanwhile may have been missed; a change by others is a conflict. */
  boolean isOutdated(Commit<?> commit) {
    boolean mattersWhen = !commit.changes().isEmpty() || pause != null;
    return database.horizon().isAfter(horizon)
        || database.failovers() != failovers
        || (mattersWhen && isChanged());
  }

  /** Whether all records that were read are unchanged. */
  boolean isWhole() {
    return !stale
        && !database.horizon().isAfter(horizon)
        && database.failovers() == failovers
        && !isChanged();
  }

  private boolean isChanged() {
    if (!database.guarantees().shared()) {
      return false;
    }
    for (Map.Entry<Key, Long> read : seen.entrySet()) {
      if (database.number(read.getKey()) != read.getValue()) {
        return true;
      }
    }
    return false;
  }
}
