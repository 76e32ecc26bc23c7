package tercet.testing.contract;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * A clock that stands still until a test moves it, in whole milliseconds. It begins a day ago: a
 * shared store may go by its server's clock as well, and drops nothing that is in the future there.
 */
public final class MovableClock implements InstantSource {
  private volatile Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS).minusSeconds(86_400);

  @Override
  public Instant instant() {
    return now;
  }

  /** Moves it; back if negative. */
  public void move(Duration by) {
    now = now.plus(by);
  }
}
