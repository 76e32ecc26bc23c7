package tercet.runtime.store;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.ShardId;

/**
 * Keeps the records of shards. One operation carries it: {@link #commit} runs a pure function over
 * the stored records and makes its changes durable, all or none.
 *
 * <p>Safe for several threads, as long as no two of them commit to the same shard at once unless
 * {@link StoreGuarantees#shared} says that the store arbitrates.
 */
public interface Store extends AutoCloseable {

  /** The promises of this store. */
  StoreGuarantees guarantees();

  /** Whether {@link View#sequence} counts; else it is always 0. */
  default boolean hasSequences() {
    return false;
  }

  /**
   * Reads, decides, and commits atomically. Returns once the changes are durable as {@link
   * StoreGuarantees} says. If another process has changed a record that was read, nothing is
   * written and {@code decide} runs again over the current records: it must have no effects of its
   * own. Each run begins after everything that it sees was committed. An exception of {@code
   * decide} counts only if all that it read was there at one moment.
   *
   * @param expected keys that will probably be read; fetching them together saves round trips, but
   *     any other key can be read as well
   * @param decide a pure function
   * @return the result of the run of {@code decide} whose changes were committed
   * @throws StoreFailedException if it is unknown whether the changes are durable; the store cannot
   *     be used any further
   * @throws StoreUnavailableException if it is unknown whether the changes are durable, of a store
   *     that can be used again later: a later run sees all of them or none, for good
   * @throws UnreadableRecordException if {@code decide} read a record that is damaged on the disk;
   *     nothing is written
   * @throws StoreContendedException if others changed the records that were read more often than
   *     the store tries; nothing is written
   */
  <T> T commit(Collection<Key> expected, Function<View, Commit<T>> decide);

  /**
   * Visits every open record ({@link StoredRecord.Open}) of some shards, so that a node that takes
   * them over finishes what it finds. Order is not defined. Records that were committed before are
   * seen; those that others commit meanwhile may be.
   *
   * @throws StoreFailedException if it cannot be read
   * @throws StoreUnavailableException if it cannot be read now
   */
  void scanOpen(Collection<ShardId> shards, BiConsumer<Key, StoredRecord.Open> visitor);

  /**
   * Visits some open records that were to be woken before a time, those that wait longest first.
   * The same as {@link #scanOpen} in all else. A store that has an order by wake-up time reads no
   * others.
   *
   * @param visitor is given {@link Overdue#max} records at most, all of them overdue
   * @return where to go on, or null if the end was reached
   * @throws StoreFailedException if it cannot be read
   * @throws StoreUnavailableException if it cannot be read now
   */
  default Overdue.@Nullable Place scanOverdue(
      Collection<ShardId> shards, Overdue overdue, BiConsumer<Key, StoredRecord.Open> visitor) {
    return overdue.visit(this, shards, visitor);
  }

  /**
   * Visits some keys of one kind in a shard, in an order of the store's, so that a reader can page
   * through all. Sees keys that were committed before its first page.
   *
   * @param after the id to go on behind; empty to begin
   * @param max keys that are visited at most; fewer show the end
   * @throws UnsupportedOperationException if the store has no such order
   */
  default void scanKeys(
      ShardId shard, RecordKind kind, String after, int max, Consumer<Key> visitor) {
    throw new UnsupportedOperationException("The store of this node cannot list its records.");
  }

  /**
   * Records that were met and could not be read, with the reason; see {@link UnreadableRecords}.
   */
  default Map<String, String> unreadable() {
    return Map.of();
  }

  /**
   * Frees its resources, after making all commits durable and quick to open again. A process that
   * dies without calling it loses nothing.
   */
  @Override
  void close();

  /** The stored records, as one run of a decision sees them. */
  interface View {
    /**
     * The record, or null if there is none. A record whose time is over ({@link
     * StoredRecord.Expiring}) may be seen or not.
     *
     * @throws RuntimeException of the store if it cannot be read. It ends the commit: {@code
     *     decide} must not catch it
     */
    @Nullable StoredRecord get(Key key);

    /**
     * The expiry horizon: the store may have dropped every record that expired at or before this
     * time. Durable before anything is dropped, and never lower than before. A decision takes the
     * later of its clock and the horizon as the present, because an earlier present would miss
     * records that it still needs.
     *
     * <p>It fits the records that were read: if a run has missed a record because it was dropped,
     * its changes are committed only if this returned a horizon at or after the record's expiry.
     */
    default Instant horizon() {
      return Instant.EPOCH;
    }

    /** The incarnation of the data; see {@link tercet.kernel.decision.RecordView#incarnation}. */
    default long incarnation() {
      return 0;
    }

    /** As {@link tercet.kernel.decision.RecordView#mayLack}. */
    default boolean mayLack(long begun) {
      return false;
    }

    /**
     * How many commits have changed a shard. Each of them raises it by one, in the same atomic
     * step, and fails or runs again if it is another number than this run saw. A number that is
     * lower than at an earlier commit shows that the store has lost commits which it had confirmed.
     * A store has this if it may lose some, or if several processes commit to it and it does not
     * compare each record; see {@link #hasSequences}.
     */
    default long sequence(ShardId shard) {
      return 0;
    }

    /** Announces keys that will be read next, so that they can be fetched together. */
    default void prefetch(Collection<Key> keys) {}
  }
}
