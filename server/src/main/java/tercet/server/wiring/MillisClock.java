package tercet.server.wiring;

import java.time.Instant;
import java.time.InstantSource;

/** A clock of whole milliseconds, as they are stored. */
final class MillisClock {
  private MillisClock() {}

  static InstantSource of(InstantSource clock) {
    return () -> Instant.ofEpochMilli(clock.millis());
  }
}
