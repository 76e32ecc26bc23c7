package tercet.simulator.world;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tercet.kernel.Decision;
import tercet.kernel.Key;
import tercet.kernel.ShardId;
import tercet.kernel.Stored;
import tercet.runtime.store.Commit;
import tercet.runtime.store.Store;
import tercet.runtime.store.StoreContendedException;
import tercet.runtime.store.StoreFailedException;
import tercet.runtime.store.StoreGuarantees;
import tercet.runtime.store.StoreUnavailableException;
import tercet.simulator.swarm.Fault;
import tercet.simulator.swarm.Swarm;

/** A database as one process sees it, with everything that can go wrong in between. */
public final class SimulatedStore implements Store {
  private static final int NEVER = -1;

  /** Of most batches these are some of the first reads. */
  private static final int READS_BEFORE_PAUSE_MAX = 6;

  private final Database database;
  private final World world;
  private final Faults faults;
  private final DecisionTape tape;
  private final BooleanSupplier alive;
  private final long stallMillisMax;
  private final long pauseMillisMax;
  private final long incarnation;

  /**
   * @param tape knows the decisions that a run of {@code decide} makes
   * @param alive whether the process still lives
   * @param stallMillisMax how long a commit may take
   * @param pauseMillisMax how long a process may stand still between its clock and a read
   * @param incarnation which life of the data the process has opened
   */
  public SimulatedStore(
      Database database,
      World world,
      Faults faults,
      DecisionTape tape,
      BooleanSupplier alive,
      long stallMillisMax,
      long pauseMillisMax,
      long incarnation) {
    this.database = database;
    this.world = world;
    this.faults = faults;
    this.tape = tape;
    this.alive = alive;
    this.stallMillisMax = stallMillisMax;
    this.pauseMillisMax = pauseMillisMax;
    this.incarnation = incarnation;
  }

  @Override
  public StoreGuarantees guarantees() {
    return database.guarantees();
  }

  @Override
  public <T> T commit(Collection<Key> expected, Function<View, Commit<T>> decide) {
    if (faults.strikes(Fault.CRASH_BEFORE_COMMIT)) {
      throw new Crash("before a commit");
    }
    available();
    if (guarantees().shared() && faults.strikes(Fault.CONTENTION)) {
      world.note(database.name(), "others are faster: a batch is given up");
      throw new StoreContendedException("simulated: others were faster");
    }
    if (guarantees().shared() && faults.strikes(Fault.LATE_COMMIT)) {
      commitLater(decide);
      throw failure("simulated: the answer to a commit was lost while it was under way");
    }
    if (faults.strikes(Fault.COMMIT_FAILED)) {
      world.note(database.name(), "commit fails and has no effect");
      throw failure("simulated: the commit failed");
    }
    Commit<T> commit = durable(decide);
    if (faults.strikes(Fault.CRASH_AFTER_COMMIT)) {
      throw new Crash("after a commit");
    }
    if (faults.strikes(Fault.COMMIT_ANSWER_LOST)) {
      world.note(database.name(), "commit fails and has its effect");
      throw failure("simulated: the answer to the commit was lost");
    }
    return commit.result();
  }

  private void available() {
    if (database.isAway()) {
      throw failure("simulated: the store is away");
    }
  }

  /**
   * The server has everything that it needs, and nobody waits for it any more. When its turn comes
   * it lands, unless what was read has changed, as a serializable transaction does.
   */
  private <T> void commitLater(Function<View, Commit<T>> decide) {
    Sight sight = new Sight(false);
    @Nullable Commit<T> commit = run(decide, sight);
    if (commit != null && !commit.changes().isEmpty()) {
      world.note(database.name(), "a commit is under way, and nobody waits for it");
      database.expect(
          faults.size(Fault.LATE_COMMIT, Swarm.LATE_COMMIT_MILLIS_MAX),
          () -> {
            if (sight.isOutdated(commit)) {
              world.note(database.name(), "a late commit fails: others were faster");
            } else {
              world.note(database.name(), "a late commit lands: " + commit.changes());
              database.apply(commit.changes(), sight.decisions);
            }
          });
    }
  }

  /** A database that several processes share is away for a moment; a disk is broken for good. */
  private RuntimeException failure(String what) {
    return guarantees().shared()
        ? new StoreUnavailableException(what)
        : new StoreFailedException(what);
  }

  private <T> Commit<T> durable(Function<View, Commit<T>> decide) {
    boolean stalls = faults.strikes(Fault.STALL);
    boolean readsFirst = stalls && faults.random(Fault.STALL).nextBoolean();
    if (stalls && !readsFirst && faults.random(Fault.STALL).nextBoolean()) {
      stall();
      stalls = false;
    }
    while (guarantees().shared() && faults.strikes(Fault.CONFLICT)) {
      world.note(database.name(), "conflict: the batch is decided again");
      rehearse(decide);
    }
    Sight sight = new Sight(false);
    Commit<T> commit = run(decide, sight);
    if (readsFirst) {
      stall();
    }
    while (commit == null || sight.isOutdated(commit)) {
      world.note(database.name(), "what was read is outdated: the batch is decided again");
      sight = new Sight(false);
      commit = run(decide, sight);
    }
    if (world.trace().isOn() && !commit.changes().isEmpty()) {
      world.note(database.name(), "commits " + commit.changes());
    }
    database.apply(commit.changes(), sight.decisions);
    if (stalls && !readsFirst) {
      stall();
    }
    return commit;
  }

  /** Decides over records that never were there together, as a store may have read them. */
  private <T> void rehearse(Function<View, Commit<T>> decide) {
    try {
      run(decide, new Sight(true));
    } catch (StoreFailedException e) {
      throw e;
    } catch (RuntimeException impossible) {
      world.note(database.name(), "could not be decided: " + impossible);
      tape.take();
    }
  }

  /** Returns null if it threw over records that never were there together. */
  private <T> @Nullable Commit<T> run(Function<View, Commit<T>> decide, Sight sight) {
    tape.take();
    tape.rehearses(sight.stale || sight.pausesAfter != NEVER);
    try {
      Commit<T> commit = decide.apply(sight);
      sight.decisions = tape.take();
      return commit;
    } catch (StoreFailedException | StoreUnavailableException e) {
      throw e;
    } catch (RuntimeException e) {
      if (sight.isWhole()) {
        throw e;
      }
      return null;
    }
  }

  private void stall() {
    pass(Fault.STALL, stallMillisMax);
  }

  /** Others go on while this process waits, which it may not live to end. */
  private void pass(Fault fault, long millisMax) {
    world.pass(faults.size(fault, millisMax));
    if (!alive.getAsBoolean()) {
      throw new Crash("in a commit");
    }
  }

  @Override
  public void scanOpen(Collection<ShardId> shards, BiConsumer<Key, Stored.Open> visitor) {
    failRarely();
    new SimulatedScan(database, shards, faults, world).show(visitor, this::stall, this::failure);
  }

  private void failRarely() {
    available();
    if (faults.strikes(Fault.READ_FAILED)) {
      world.note(database.name(), "read fails");
      throw failure("simulated: the read failed");
    }
  }

  @Override
  public void close() {}

  /** What one run of a decision sees. */
  private final class Sight implements View {
    private final boolean stale;

    /** So many reads, the process stands still; or {@link #NEVER}. */
    private final int pausesAfter;

    private int reads;
    private final Map<Key, Long> seen = new HashMap<>();
    private final Instant horizon = database.horizon();
    private List<Decision> decisions = List.of();
    private @Nullable ShardId only;

    /**
     * @param stale whether some records are as they were before; such a run never counts
     */
    Sight(boolean stale) {
      this.stale = stale;
      this.pausesAfter = !stale && faults.strikes(Fault.SLOW_READ) ? drawPause() : NEVER;
    }

    private int drawPause() {
      return faults.random(Fault.SLOW_READ).nextInt(READS_BEFORE_PAUSE_MAX);
    }

    @Override
    public @Nullable Stored get(Key key) {
      failRarely();
      if (reads++ == pausesAfter) {
        world.note(database.name(), "a read takes long: " + key);
        pass(Fault.SLOW_READ, pauseMillisMax);
      }
      if (!guarantees().spansShards()) {
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
      return incarnation;
    }

    /** What was dropped meanwhile may have been missed; what others changed is a conflict. */
    boolean isOutdated(Commit<?> commit) {
      boolean mattersWhen = !commit.changes().isEmpty() || pausesAfter != NEVER;
      return database.horizon().isAfter(horizon) || (mattersWhen && isChanged());
    }

    /** Whether all that was read is there now. */
    boolean isWhole() {
      return !stale && !database.horizon().isAfter(horizon) && !isChanged();
    }

    private boolean isChanged() {
      return guarantees().shared()
          && seen.entrySet().stream()
              .anyMatch(read -> database.number(read.getKey()) != read.getValue());
    }
  }
}
