package tercet.kernel.decision;

import org.jspecify.annotations.Nullable;
import tercet.kernel.id.Key;

/** What a shard stores, as one decision sees it. */
@FunctionalInterface
public interface RecordView {
  /** The record, or null if there is none or it has expired. */
  @Nullable StoredRecord get(Key key);

  /**
   * Which life of the data it is. The number grows whenever the data may have become different from
   * what was last told: when a process opens a store of its own, when another server takes over a
   * shared one. A store that is restored from a backup or made anew has a lower number than others
   * may have heard of. 0 if the store has only one life.
   */
  default long incarnation() {
    return 0;
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
