package tercet.testing.simulator.world;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.ShardId;
import tercet.runtime.codec.ByteReader;
import tercet.runtime.codec.ByteWriter;
import tercet.runtime.codec.RecordCodec;
import tercet.runtime.store.StoreGuarantees;

/** A disk, which outlives every process. Processes see it through a {@link SimulatedStore}. */
public final class SimulatedDisk {
  private static final int BYTES = 256;

  private final String name;
  private final StoreGuarantees guarantees;
  private final boolean bytes;
  private final Listener listener;
  private final World world;
  private final Map<Key, Version> records = new HashMap<>();
  private final Map<ShardId, Map<Key, StoredRecord.Open>> open = new HashMap<>();
  private long numbers;
  private Instant horizon = Instant.EPOCH;
  private Runnable onWaking = () -> {};
  private String opener = "";
  private long incarnation;
  private long awayUntil;
  private int expected;
  private final YoungCommits young;
  private int failovers;
  private @Nullable Deposed deposed;

  /**
   * @param young the commits that it may lose at a failover
   * @param bytes whether records are kept as bytes, as real stores do, rather than as they are
   */
  public SimulatedDisk(
      World world,
      String name,
      StoreGuarantees guarantees,
      boolean bytes,
      YoungCommits young,
      Listener listener) {
    this.world = world;
    this.young = young;
    this.name = name;
    this.guarantees = guarantees;
    this.bytes = bytes;
    this.listener = listener;
  }

  /** Hears of every commit, in the order in which they become durable, even of empty ones. */
  @FunctionalInterface
  public interface Listener {
    /**
     * @param changes that are durable now
     * @param decisions that led to them, in their order
     */
    void committed(Map<Key, @Nullable StoredRecord> changes, List<Decision> decisions);

    /**
     * Commits of some shards are lost.
     *
     * @param since the last millisecond of the world whose commits are still there
     */
    default void lost(Collection<ShardId> shards, long since) {}

    /** A deposed server confirms a commit, which is not found afterwards. */
    default void confirmedInVain(Map<Key, @Nullable StoredRecord> changes) {}
  }

  /**
   * A record, and the one before it.
   *
   * @param number different for every change
   */
  private record Version(
      @Nullable StoredRecord stored, @Nullable StoredRecord before, long number) {}

  String name() {
    return name;
  }

  StoreGuarantees guarantees() {
    return guarantees;
  }

  /** From now on it does not answer for a while. */
  void goAway(long millis) {
    awayUntil = Math.max(awayUntil, world.now() + millis);
    world.note(name, "is away for " + millis + " ms");
  }

  /** Whether it does not answer now. */
  boolean isAway() {
    return world.now() < awayUntil;
  }

  /** It is there again. */
  void heal() {
    awayUntil = 0;
    deposed = null;
  }

  /**
   * Another server takes over. Commits younger than {@code lossMillis} are gone; 0 for a store that
   * waits for its replicas. Some nodes talk to the deposed one for a while: its later commits, if
   * it {@code answers}, are gone afterwards.
   */
  void failOver(
      List<ShardId> shards, long lossMillis, boolean answers, Set<Integer> nodes, long millis) {
    SimulatedDisk old = answers ? copy() : null;
    if (lossMillis > 0) {
      lose(shards, world.now() - lossMillis);
    }
    deposed = new Deposed(old, nodes, world.now() + millis);
    world.note(name, "fails over; nodes %s do not know for %d ms".formatted(nodes, millis));
  }

  /** All of it is as it was at a time. */
  void restore(Collection<ShardId> shards, long since) {
    deposed = null;
    lose(shards, since);
  }

  private void lose(Collection<ShardId> shards, long since) {
    failovers++;
    int lost = young.lose(shards, since, this::put);
    world.note(name, "has lost %d commits of %s".formatted(lost, shards));
    listener.lost(shards, since);
  }

  /** The server that a node talks to: this one, or one that is deposed and does not know. */
  @Nullable SimulatedDisk seenBy(int node) {
    Deposed old = deposed;
    return old != null && world.now() < old.until() && old.nodes().contains(node)
        ? old.disk()
        : this;
  }

  private SimulatedDisk copy() {
    SimulatedDisk copy =
        new SimulatedDisk(
            world,
            name + " deposed",
            guarantees,
            bytes,
            young.numbers(),
            (changes, decisions) -> listener.confirmedInVain(changes));
    copy.records.putAll(records);
    open.forEach((shard, all) -> copy.open.put(shard, new LinkedHashMap<>(all)));
    copy.numbers = numbers;
    copy.horizon = horizon;
    copy.incarnation = incarnation;
    copy.failovers = failovers;
    return copy;
  }

  /** How often it has lost something, or may have. */
  int failovers() {
    return failovers;
  }

  /** The commits that it may lose, and the number of commits of each shard. */
  YoungCommits young() {
    return young;
  }

  /** A commit is under way although its process has stopped waiting. */
  void expect(long millis, Runnable landing) {
    expected++;
    world.after(
        millis,
        () -> {
          expected--;
          landing.run();
        });
  }

  /** Whether something is open, or may be soon. */
  boolean isBusy() {
    return expected > 0 || open.values().stream().anyMatch(records -> !records.isEmpty());
  }

  /** The record, or null. */
  public @Nullable StoredRecord get(Key key) {
    Version version = records.get(key);
    return version == null ? null : version.stored();
  }

  /** The record before its last change. */
  @Nullable StoredRecord before(Key key) {
    Version version = records.get(key);
    return version == null ? null : version.before();
  }

  /** Changes whenever the record changes. */
  long number(Key key) {
    Version version = records.get(key);
    return version == null ? 0 : version.number();
  }

  void apply(Map<Key, @Nullable StoredRecord> changes, List<Decision> decisions) {
    if (young.keepsAny() && !changes.isEmpty()) {
      young.add(world.now(), changes.keySet(), this::get);
    }
    changes.forEach((key, stored) -> put(key, written(stored)));
    listener.committed(changes, decisions);
  }

  private void put(Key key, @Nullable StoredRecord stored) {
    records.put(key, new Version(stored, get(key), ++numbers));
    if (stored instanceof StoredRecord.Open waiting) {
      open.computeIfAbsent(key.shard(), shard -> new LinkedHashMap<>()).put(key, waiting);
    } else {
      open.getOrDefault(key.shard(), new HashMap<>()).remove(key);
    }
  }

  private @Nullable StoredRecord written(@Nullable StoredRecord stored) {
    if (stored == null || !bytes) {
      return stored;
    }
    ByteWriter writer = new ByteWriter(BYTES);
    RecordCodec.write(writer, stored);
    StoredRecord read = RecordCodec.read(new ByteReader(writer.toBytes()));
    if (!read.equals(stored)) {
      throw new Violation("what was written as " + stored + " is read as " + read);
    }
    return read;
  }

  /** Everything that expired at or before it may be gone. */
  Instant horizon() {
    return horizon;
  }

  /** Raises the horizon: records that expired at or before a time may be gone. */
  public void raiseHorizon(Instant to) {
    horizon = to.isAfter(horizon) ? to : horizon;
  }

  /** Drops some of what had expired at a time, to which the horizon was raised before. */
  public void dropExpired(Instant at, SplittableRandom random) {
    for (Map.Entry<Key, Version> entry : records.entrySet()) {
      Version version = entry.getValue();
      if (version.stored() instanceof StoredRecord.Expiring expiring
          && !at.isBefore(expiring.expiresAt())
          && random.nextBoolean()) {
        entry.setValue(new Version(null, null, ++numbers));
      }
    }
  }

  /**
   * A process opens it, or one more lane of the same process does.
   *
   * @param process different for each life of a server
   * @return the incarnation of the data; a shared store has a single one
   */
  long open(String process) {
    boolean again = guarantees.shared() ? incarnation > 0 : opener.equals(process);
    incarnation += again ? 0 : 1;
    opener = process;
    return incarnation;
  }

  /** Sets the action for when a process wakes that stood still in a decision. */
  void onWaking(Runnable happens) {
    onWaking = happens;
  }

  /** A process that stood still in a decision goes on. */
  void wake() {
    onWaking.run();
  }

  Map<Key, StoredRecord.Open> open(ShardId shard) {
    return open.getOrDefault(shard, Map.of());
  }

  /** Everything that still waits for something. */
  public List<Key> open() {
    List<Key> keys = new ArrayList<>();
    open.values().forEach(records -> keys.addAll(records.keySet()));
    return keys;
  }
}
