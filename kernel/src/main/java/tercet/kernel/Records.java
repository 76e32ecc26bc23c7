package tercet.kernel;

import org.jspecify.annotations.Nullable;

/** What a shard stores, as one decision sees it. */
@FunctionalInterface
public interface Records {
  /** The record, or null if there is none or it has expired. */
  @Nullable Stored get(Key key);

  /**
   * The same, with its type.
   *
   * @throws ClassCastException if the record is of another type, which is a bug
   */
  default <T extends Stored> @Nullable T get(Key key, Class<T> type) {
    return type.cast(get(key));
  }
}
