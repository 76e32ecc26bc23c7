package tercet.testing.simulator.world;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.ShardId;
import tercet.runtime.store.Commit;
import tercet.runtime.store.Store;
import tercet.runtime.store.StoreContendedException;
import tercet.runtime.store.StoreFailedException;
import tercet.runtime.store.StoreGuarantees;
import tercet.runtime.store.StoreUnavailableException;
import tercet.testing.simulator.swarm.Fault;
import tercet.testing.simulator.swarm.Swarm;

/** A database as one process sees it, with everything that can go wrong in between. */
public final class SimulatedStore implements Store {
  private final SimulatedDisk newest;
  private final int node;
  private final Map<ShardId, Long> last = new HashMap<>();
  private SimulatedDisk database;
  private final Map<ShardId, Long> next = new HashMap<>();
  private int lossesShown;
  private final World world;
  private final Faults faults;
  private final DecisionTape tape;
  private final BooleanSupplier alive;
  private final long stallMillisMax;
  private final long slowReadMillisMax;
  private final long incarnation;

  /**
   * @param node which server it is
   * @param tape knows the decisions that a run of {@code decide} makes
   * @param alive whether the process still lives
   * @param stallMillisMax how long a commit may take
   * @param slowReadMillisMax how long a process may stand still between its clock and a read
   * @param incarnation the incarnation of the data that the process has opened
   */
  public SimulatedStore(
      SimulatedDisk database,
      int node,
      World world,
      Faults faults,
      DecisionTape tape,
      BooleanSupplier alive,
      long stallMillisMax,
      long slowReadMillisMax,
      long incarnation) {
    this.newest = database;
    this.database = database;
    this.node = node;
    this.world = world;
    this.faults = faults;
    this.tape = tape;
    this.alive = alive;
    this.stallMillisMax = stallMillisMax;
    this.slowReadMillisMax = slowReadMillisMax;
    this.incarnation = incarnation;
  }

  @Override
  public StoreGuarantees guarantees() {
    return database.guarantees();
  }

  @Override
  public boolean hasSequences() {
    return newest.young().mayLose();
  }

  @Override
  public <T> T commit(Collection<Key> expected, Function<View, Commit<T>> decide) {
    if (faults.strikes(Fault.CRASH_BEFORE_COMMIT)) {
      throw new Crash("before a commit");
    }
    connect();
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
    Commit<T> commit = durable(expected, decide);
    if (faults.strikes(Fault.CRASH_AFTER_COMMIT)) {
      throw new Crash("after a commit");
    }
    if (faults.strikes(Fault.COMMIT_ANSWER_LOST)) {
      world.note(database.name(), "commit fails and has its effect");
      throw failure("simulated: the answer to the commit was lost");
    }
    newest.young().showLosses(lossesShown);
    last.putAll(next);
    return commit.result();
  }

  /** Counts shards that have lost commits, as far as the lane can see by what it saw before. */
  private void look(Map<ShardId, Long> seen, Commit<?> commit) {
    Set<ShardId> changed = new HashSet<>();
    commit.changes().keySet().forEach(key -> changed.add(key.shard()));
    lossesShown = 0;
    next.clear();
    seen.forEach((shard, number) -> {
      Long before = last.get(shard);
      next.put(shard, changed.contains(shard) ? number + 1 : number);
      lossesShown += before != null && number < before ? 1 : 0;
    });
  }

  private void available() {
    if (newest.isAway()) {
      throw failure("simulated: the store is away");
    }
  }

  /** Finds the server that this process talks to, until it is done. */
  private void connect() {
    available();
    SimulatedDisk seen = newest.seenBy(node);
    if (seen == null) {
      throw failure("simulated: a server that was deposed confirms nothing without its replicas");
    }
    database = seen;
  }

  /**
   * The server has the whole commit, and its process has stopped waiting. The commit lands at its
   * turn, unless a record that it read has changed, as a serializable transaction does.
   */
  private <T> void commitLater(Function<View, Commit<T>> decide) {
    Sight sight = sight(false);
    sight.standStill(pause(List.of()));
    @Nullable Commit<T> commit = run(decide, sight);
    if (commit != null && !commit.changes().isEmpty()) {
      SimulatedDisk to = database;
      world.note(to.name(), "a commit is under way, and its process has stopped waiting");
      to.expect(
          faults.size(Fault.LATE_COMMIT, Swarm.LATE_COMMIT_MILLIS_MAX),
          () -> {
            if (sight.isOutdated(commit)) {
              world.note(to.name(), "a late commit fails: others were faster");
            } else {
              world.note(to.name(), "a late commit lands: " + commit.changes());
              to.apply(commit.changes(), sight.decisions());
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

  private <T> Commit<T> durable(Collection<Key> expected, Function<View, Commit<T>> decide) {
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
    Sight sight = sight(false);
    sight.standStill(pause(expected));
    Commit<T> commit = run(decide, sight);
    if (readsFirst) {
      stall();
    }
    while (commit == null || sight.isOutdated(commit)) {
      world.note(database.name(), "what was read is outdated: the batch is decided again");
      sight = sight(false);
      sight.standStill(pause(expected));
      commit = run(decide, sight);
    }
    if (world.trace().isOn() && !commit.changes().isEmpty()) {
      world.note(database.name(), "commits " + commit.changes());
    }
    if (database != newest && !newest.young().mayLose() && !commit.changes().isEmpty()) {
      throw failure("simulated: a server that was deposed has no replicas for a change");
    }
    if (hasSequences()) {
      look(sight.sequences(expected, commit.changes().keySet()), commit);
    }
    database.apply(commit.changes(), sight.decisions());
    if (stalls && !readsFirst) {
      stall();
    }
    return commit;
  }

  /** Decides over records that never were there together, as a store may have read them. */
  private <T> void rehearse(Function<View, Commit<T>> decide) {
    try {
      run(decide, sight(true));
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
    tape.rehearses(!sight.isOfOneMoment());
    try {
      Commit<T> commit = decide.apply(sight);
      sight.decided(tape.take());
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
    pass(faults.size(Fault.STALL, stallMillisMax));
  }

  /** Others go on while this process waits, which it may not live to end. */
  private void pass(long millis) {
    world.pass(millis);
    if (!alive.getAsBoolean()) {
      throw new Crash("in a commit");
    }
  }

  @Override
  public void scanOpen(Collection<ShardId> shards, BiConsumer<Key, StoredRecord.Open> visitor) {
    connect();
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

  private @Nullable Pause pause(Collection<Key> expected) {
    return Pause.draw(database, world, faults, slowReadMillisMax, expected, this::pass);
  }

  private Sight sight(boolean stale) {
    return new Sight(database, faults, incarnation, stale, this::failRarely);
  }
}
