package tercet.runtime.store;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.ShardId;

/**
 * Which open records to look for, page by page.
 *
 * @param after where the last page ended; null to begin
 * @param before records that were to be woken before this time are overdue
 * @param max records of a page, at least 1
 */
public record Overdue(@Nullable Place after, Instant before, int max) {
  public Overdue {
    if (max < 1) {
      throw new IllegalArgumentException("a page has room for one record at least: " + max);
    }
  }

  /** Whether a record at a place is on this page or on a later one. */
  private boolean includes(Place place) {
    Place last = after;
    return place.wakeAt().isBefore(before) && (last == null || place.compareTo(last) > 0);
  }

  /**
   * Visits a page of a store that has no order by wake-up time: it reads all open records.
   *
   * @return where to go on, or null if the end was reached
   */
  public @Nullable Place visit(
      Store store, Collection<ShardId> shards, BiConsumer<Key, StoredRecord.Open> visitor) {
    NavigableMap<Place, Map.Entry<Key, StoredRecord.Open>> found = new TreeMap<>();
    store.scanOpen(
        shards,
        (key, open) -> {
          Place place = new Place(open.wakeAt(), key.toString());
          if (includes(place)) {
            found.put(place, Map.entry(key, open));
            if (found.size() > max) {
              found.pollLastEntry();
            }
          }
        });
    found.values().forEach(entry -> visitor.accept(entry.getKey(), entry.getValue()));
    return found.size() < max ? null : found.lastKey();
  }

  /**
   * The place of a record among all open ones.
   *
   * @param wakeAt the time that the store orders the record by
   * @param name a name that the store orders records of the same time by; each store has its own
   */
  public record Place(Instant wakeAt, String name) implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
        Comparator.comparing(Place::wakeAt).thenComparing(Place::name);

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }
}
