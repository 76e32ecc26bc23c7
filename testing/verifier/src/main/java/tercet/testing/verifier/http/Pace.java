package tercet.testing.verifier.http;

/** When requests start. */
public sealed interface Pace {
  /** Each connection sends its next request as soon as it has an answer. */
  record ClosedLoop() implements Pace {}

  /**
   * Requests start at evenly spaced times, whether or not earlier ones were answered. While all
   * connections are busy, the request waits, and its latency counts from its scheduled start: an
   * answer that is late makes the next ones late too, and that is measured (Tene, "How NOT to
   * Measure Latency": free of coordinated omission).
   *
   * @param perSecond requests per second, above 0
   */
  record OpenLoop(double perSecond) implements Pace {
    public OpenLoop {
      if (!(perSecond > 0) || Double.isInfinite(perSecond)) {
        throw new IllegalArgumentException("requests per second must be above 0: " + perSecond);
      }
    }
  }
}
