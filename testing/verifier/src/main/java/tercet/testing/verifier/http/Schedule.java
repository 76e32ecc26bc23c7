package tercet.testing.verifier.http;

/**
 * When requests start, by the clock of {@link System#nanoTime}. Times are computed from the number
 * of requests taken, so that errors do not add up and waiting requests need no memory.
 */
final class Schedule {
  private static final double NANOS_PER_SECOND = 1e9;

  private final Pace pace;
  private final long startNanos;
  private long taken;
  private long nextNanos;

  Schedule(Pace pace, long startNanos) {
    this.pace = pace;
    this.startNanos = startNanos;
    this.nextNanos = startNanos;
  }

  /** How long until the next request may start; 0 or less if it may now. */
  long nanosUntilNext(long now) {
    return switch (pace) {
      case Pace.ClosedLoop _ -> 0;
      case Pace.OpenLoop _ -> nextNanos - now;
    };
  }

  /** From when the latency of the next request counts. */
  long nextStart(long now) {
    return switch (pace) {
      case Pace.ClosedLoop _ -> now;
      case Pace.OpenLoop _ -> nextNanos;
    };
  }

  /** Goes on to the request after the next. */
  void take() {
    taken++;
    switch (pace) {
      case Pace.ClosedLoop _ -> {}
      case Pace.OpenLoop open ->
          nextNanos = startNanos + (long) (taken * NANOS_PER_SECOND / open.perSecond());
    }
  }
}
