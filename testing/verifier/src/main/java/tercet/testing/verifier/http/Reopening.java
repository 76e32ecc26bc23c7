package tercet.testing.verifier.http;

import java.time.Duration;

/**
 * Decides how many connections to open. A dead server is asked ever more rarely, and by one
 * connection only, until it answers again. Reads no clock: callers pass the times.
 */
final class Reopening {
  private static final long PAUSE_NANOS_MIN = Duration.ofMillis(1).toNanos();

  /** More at once would wait for each other until they count as refused. */
  private static final int OPENING_MAX = 256;

  private final long pauseNanosMax;
  private int failures;
  private long notBefore;

  Reopening(Duration pauseMax) {
    this.pauseNanosMax = pauseMax.toNanos();
  }

  /** A connection could not be opened or broke. Many at once, as when a server dies, are one. */
  void failed(long now) {
    if (failures == 0 || now - notBefore >= 0) {
      failures++;
      notBefore = now + DoublingPause.nanos(PAUSE_NANOS_MIN, pauseNanosMax, failures);
    }
  }

  /** The server did its part. */
  void worked() {
    failures = 0;
  }

  /**
   * @param missing how many connections there should be more
   * @param opening how many are being opened
   */
  int toOpen(long now, int missing, int opening) {
    if (failures == 0) {
      return Math.min(missing, Math.max(0, OPENING_MAX - opening));
    }
    return now - notBefore >= 0 && opening == 0 ? Math.min(1, missing) : 0;
  }
}
