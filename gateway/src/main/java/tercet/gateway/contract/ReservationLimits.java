package tercet.gateway.contract;

import java.time.Duration;

/**
 * Limits of what one user may keep from others without paying.
 *
 * @param longest time for which the stock of an order may be held, in whole seconds
 * @param ordersPerUser orders that a user may have reserved at the same time
 */
public record ReservationLimits(Duration longest, int ordersPerUser) {
  /** No shop may allow more: shards end a reservation after a day. */
  static final int SECONDS_MAX = 86_400;

  /** An hour is longer than any checkout takes; ten orders are more than a person fills at once. */
  public static final ReservationLimits DEFAULTS = new ReservationLimits(Duration.ofHours(1), 10);

  /** So long one order may be reserved in all if it is asked for again and again. */
  Duration longestInAll() {
    return longest.multipliedBy(2);
  }

  public ReservationLimits {
    if (longest.toSeconds() < 1 || longest.toSeconds() > SECONDS_MAX || ordersPerUser < 1) {
      throw new IllegalArgumentException(
          "a reservation lasts 1 to %d seconds, and a user has at least one"
              .formatted(SECONDS_MAX));
    }
  }
}
