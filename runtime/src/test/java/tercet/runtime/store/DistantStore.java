package tercet.runtime.store;

import java.util.Collection;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.ShardId;

/** A store behind a connection that breaks when told to, and comes back. */
public final class DistantStore implements Store {
  private final HeapStore store;
  private HeapStore.Failure where = HeapStore.Failure.BEFORE_COMMIT;
  private int failures;
  private int batchMax = Integer.MAX_VALUE;
  private int answeredMax = Integer.MAX_VALUE;
  private @Nullable Key slow;
  private int scans;

  public DistantStore(HeapStore store) {
    this.store = store;
  }

  /**
   * Breaks the connection.
   *
   * @param where in the next commit
   * @param times how many uses fail until it is back; from the second on before the commit
   */
  public synchronized void cut(HeapStore.Failure where, int times) {
    this.where = where;
    this.failures = times;
  }

  /** Others are faster whenever more keys are expected than this. */
  public synchronized void contend(int keysMax) {
    batchMax = keysMax;
  }

  /** Gives no answer in time whenever more keys are expected than this. */
  public synchronized void answer(int keysMax) {
    answeredMax = keysMax;
  }

  /** Ends every commit for being too slow that expects a key; null for none. */
  public synchronized void slowDown(@Nullable Key key) {
    slow = key;
  }

  /** How often open records were looked for. */
  public synchronized int scans() {
    return scans;
  }

  @Override
  public StoreGuarantees guarantees() {
    return store.guarantees();
  }

  @Override
  public synchronized <T> T commit(Collection<Key> expected, Function<View, Commit<T>> decide) {
    if (where == HeapStore.Failure.BEFORE_COMMIT) {
      failIfCut();
    }
    if (expected.size() > batchMax) {
      throw new StoreContendedException("told to be contended");
    }
    if (expected.size() > answeredMax) {
      throw new StoreUnavailableException("told to give no answer");
    }
    if (slow != null && expected.contains(slow)) {
      throw new StoreTooSlowException("told to be slow");
    }
    T result = store.commit(expected, decide);
    failIfCut();
    return result;
  }

  private void failIfCut() {
    if (failures > 0) {
      failures--;
      HeapStore.Failure met = where;
      where = HeapStore.Failure.BEFORE_COMMIT;
      throw new StoreUnavailableException("told to fail " + met);
    }
  }

  @Override
  public synchronized void scanOpen(
      Collection<ShardId> shards, BiConsumer<Key, StoredRecord.Open> visitor) {
    scans++;
    failIfCut();
    store.scanOpen(shards, visitor);
  }

  @Override
  public void close() {}
}
