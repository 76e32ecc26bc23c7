package tercet.testing.verifier.bench;

/**
 * A piece of a run.
 *
 * @param start seconds since the beginning of the run
 * @param seconds how long it was
 * @param ok answers with 2xx
 * @param refused with 4xx
 * @param failed with anything else, and requests without a complete answer
 * @param latency of all complete answers
 */
public record Interval(
    double start, double seconds, long ok, long refused, long failed, Latency latency) {
  /** Answers with 2xx per second. */
  public double okPerSecond() {
    return ok / seconds;
  }

  /** Answers with 4xx per second. */
  public double refusedPerSecond() {
    return refused / seconds;
  }

  /** Everything else per second. */
  public double failedPerSecond() {
    return failed / seconds;
  }
}
