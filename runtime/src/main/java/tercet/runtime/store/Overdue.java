package tercet.runtime.store;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

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
  boolean includes(Place place) {
    Place last = after;
    return place.wakeAt().isBefore(before) && (last == null || place.compareTo(last) > 0);
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
