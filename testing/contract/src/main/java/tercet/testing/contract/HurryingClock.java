package tercet.testing.contract;

import java.time.Instant;
import java.time.InstantSource;

/**
 * A clock that runs a hundred times faster than time, in whole milliseconds, and says the same in
 * all processes that know when it began. It begins ten days ago: a shared store may go by its
 * server's clock as well, and drops nothing that is in the future there.
 *
 * @param beganMillis by the machine's clock
 */
public record HurryingClock(long beganMillis) implements InstantSource {
  private static final long TIMES = 100;
  private static final long TEN_DAYS_MILLIS = 864_000_000;

  @Override
  public Instant instant() {
    long past = System.currentTimeMillis() - beganMillis;
    return Instant.ofEpochMilli(beganMillis - TEN_DAYS_MILLIS + TIMES * past);
  }
}
