package tercet.gateway.contract;

import java.time.Duration;

/**
 * Limits of what one user may keep from others without paying.
 *
 * @param longest time for which the stock of an order may be held, in whole seconds
 * @param ordersPerUser orders that a user may have reserved at the same time, 1 to {@value
 *     #ORDERS_MAX}
 */
public record ReservationLimits(Duration longest, int ordersPerUser) {
  /** No shop may allow more: shards keep nothing for longer. */
  static final int SECONDS_MAX = 86_400;

  /** All are in the record of the user, which each purchase writes anew. */
  static final int ORDERS_MAX = 1_000;

  /** An hour is longer than any checkout takes; ten orders are more than a person fills at once. */
  public static final ReservationLimits DEFAULTS = new ReservationLimits(Duration.ofHours(1), 10);

  /** So long one order may be reserved in all if it is asked for again and again. */
  Duration longestInAll() {
    return longest.multipliedBy(2);
  }

  public ReservationLimits {
    if (longest.toSeconds() < 1 || longest.compareTo(Duration.ofSeconds(SECONDS_MAX)) > 0) {
      throw new IllegalArgumentException("a reservation lasts 1 to " + SECONDS_MAX + " seconds");
    }
    if (ordersPerUser < 1 || ordersPerUser > ORDERS_MAX) {
      throw new IllegalArgumentException("a user has 1 to " + ORDERS_MAX + " reserved orders");
    }
  }
}
