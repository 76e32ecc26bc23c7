package tercet.kernel.decision;

import org.jspecify.annotations.Nullable;
import tercet.kernel.id.Key;

/** The stored records of a shard, as one decision sees them. */
@FunctionalInterface
public interface RecordView {
  /** The record, or null if there is none or it has expired. */
  @Nullable StoredRecord get(Key key);

  /**
   * The incarnation of the data. The number grows whenever the data may differ from the last
   * answers: when a process opens a store of its own, and when another server takes over a shared
   * one. A store that was restored from a backup, or made anew, has a lower number than others may
   * have seen. 0 if the store has only one incarnation.
   */
  default long incarnation() {
    return 0;
  }

  /**
   * Whether commits of an incarnation may be missing, because the data was put back to an earlier
   * state while it lasted, or before it began.
   */
  default boolean mayLack(long begun) {
    return false;
  }

  /**
   * The same, with its type.
   *
   * @throws ClassCastException if the record is of another type, which is a bug
   */
  default <T extends StoredRecord> @Nullable T get(Key key, Class<T> type) {
    return type.cast(get(key));
  }
}
