package tercet.runtime.store;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.ShardId;

/**
 * Keeps records on the heap, with optimistic concurrency: a commit whose reads are outdated runs
 * again. Fails when told to, and from then on for good, as a store that one process owns does.
 */
public final class HeapStore implements Store {
  private final Map<Key, StoredRecord> records = new ConcurrentHashMap<>();
  private final boolean spansShards;
  private final boolean shared;
  private final Queue<Runnable> interferences = new ArrayDeque<>();
  private @Nullable Failure failure;
  private int commitsUntilFailure;
  private boolean failed;
  private int commits;
  private int writes;
  private int runs;

  /** Where in a commit it fails. */
  public enum Failure {
    /** Nothing is written. */
    BEFORE_COMMIT,
    /** All is written, but the caller cannot know. */
    AFTER_COMMIT
  }

  /**
   * @param spansShards if not, a commit that touches two shards throws
   */
  public HeapStore(boolean spansShards) {
    this(spansShards, true);
  }

  /**
   * @param spansShards if not, a commit that touches two shards throws
   * @param shared whether it says that several processes may use it
   */
  public HeapStore(boolean spansShards, boolean shared) {
    this.spansShards = spansShards;
    this.shared = shared;
  }

  @Override
  public StoreGuarantees guarantees() {
    return new StoreGuarantees(false, shared, spansShards);
  }

  @Override
  public <T> T commit(Collection<Key> expected, Function<View, Commit<T>> decide) {
    while (true) {
      Snapshot snapshot = new Snapshot();
      Commit<T> commit = decide.apply(snapshot);
      interfere();
      if (write(snapshot, commit.changes())) {
        return commit.result();
      }
    }
  }

  private void interfere() {
    Runnable interference;
    synchronized (this) {
      runs++;
      interference = interferences.poll();
    }
    if (interference != null) {
      interference.run();
    }
  }

  private synchronized boolean write(Snapshot snapshot, Map<Key, @Nullable StoredRecord> changes) {
    checkShards(snapshot.seen.keySet(), changes.keySet());
    failIf(Failure.BEFORE_COMMIT);
    if (!snapshot.isCurrent()) {
      return false;
    }
    changes.forEach(this::set);
    commits++;
    writes += changes.isEmpty() ? 0 : 1;
    failIf(Failure.AFTER_COMMIT);
    return true;
  }

  private void set(Key key, @Nullable StoredRecord stored) {
    if (stored == null) {
      records.remove(key);
    } else {
      records.put(key, stored);
    }
  }

  private void checkShards(Set<Key> read, Set<Key> written) {
    Set<ShardId> shards = new HashSet<>();
    read.forEach(key -> shards.add(key.shard()));
    written.forEach(key -> shards.add(key.shard()));
    if (!spansShards && shards.size() > 1) {
      throw new IllegalStateException("one commit touches " + shards);
    }
  }

  private void failIf(Failure where) {
    if (failed || (failure == where && commitsUntilFailure-- == 0)) {
      failed = true;
      throw new StoreFailedException("told to fail " + failure);
    }
  }

  @Override
  public void scanOpen(Collection<ShardId> shards, BiConsumer<Key, StoredRecord.Open> visitor) {
    synchronized (this) {
      failIf(Failure.BEFORE_COMMIT);
    }
    records.forEach((key, stored) -> {
      if (shards.contains(key.shard()) && stored instanceof StoredRecord.Open open) {
        visitor.accept(key, open);
      }
    });
  }

  @Override
  public void close() {}

  /** The records that one run of a decision has seen. */
  private final class Snapshot implements View {
    private final Map<Key, @Nullable StoredRecord> seen = new HashMap<>();

    @Override
    public @Nullable StoredRecord get(Key key) {
      if (!seen.containsKey(key)) {
        seen.put(key, records.get(key));
      }
      return seen.get(key);
    }

    boolean isCurrent() {
      for (Map.Entry<Key, @Nullable StoredRecord> entry : seen.entrySet()) {
        if (!Objects.equals(records.get(entry.getKey()), entry.getValue())) {
          return false;
        }
      }
      return true;
    }
  }

  // --- for tests -------------------------------------------------------------------------------

  public void put(Key key, StoredRecord stored) {
    records.put(key, stored);
  }

  public @Nullable StoredRecord find(Key key) {
    return records.get(key);
  }

  /** All that is stored. */
  public Map<Key, StoredRecord> contents() {
    return Map.copyOf(records);
  }

  /** Another process acts between the next run of a decision and its commit. */
  public synchronized void interfereOnce(Runnable interference) {
    interferences.add(interference);
  }

  /**
   * Makes a commit fail, and everything after it.
   *
   * @param commitsBefore that still succeed
   */
  public synchronized void fail(Failure where, int commitsBefore) {
    failure = where;
    commitsUntilFailure = commitsBefore;
  }

  /** A new process opens the store. */
  public synchronized void reopen() {
    failure = null;
    failed = false;
  }

  /** Commits that succeeded, those without changes included. */
  public synchronized int commits() {
    return commits;
  }

  /** Commits that succeeded and changed something. */
  public synchronized int writes() {
    return writes;
  }

  /** How often a decision was run. */
  public synchronized int runs() {
    return runs;
  }
}
