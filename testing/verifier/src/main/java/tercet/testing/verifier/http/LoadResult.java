package tercet.testing.verifier.http;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * The figures of a run.
 *
 * @param ending why it ended
 * @param connections that were open at once before the first request was sent; fewer than asked
 *     for, if the server did not take more
 * @param sent requests taken from the workload and sent, at least in part
 * @param answered complete answers by HTTP status
 * @param broken requests without a complete answer by reason; {@code sent} is answered plus broken
 * @param reopened connections that were opened again
 * @param elapsedNanos from the first possible start of a request to the last outcome
 * @param latencies of all complete answers, in nanoseconds
 */
public record LoadResult(
    Ending ending,
    int connections,
    long sent,
    Map<Integer, Long> answered,
    Map<ConnectionError, Long> broken,
    long reopened,
    long elapsedNanos,
    Histogram latencies) {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double NANOS_PER_MILLISECOND = 1e6;

  public LoadResult {
    answered = Collections.unmodifiableMap(new TreeMap<>(answered));
    broken = Collections.unmodifiableMap(new TreeMap<>(broken));
    latencies = latencies.copy();
  }

  /** Of a run that did not begin. */
  public static LoadResult none() {
    return new LoadResult(Ending.STOPPED, 0, 0, Map.of(), Map.of(), 0, 0, new Histogram(1));
  }

  /** Why a run ended. */
  public enum Ending {
    /** The workload had no more, or {@link LoadSettings#requestsMax} were sent. */
    ALL_ASKED,
    TIME_OVER,
    /** {@link LoadClient#stop} was called. */
    STOPPED,
    /** No connection could be opened for {@link LoadSettings#goneAfter}. */
    SERVER_GONE
  }

  /** Complete answers with this status. */
  public long answered(int status) {
    return answered.getOrDefault(status, 0L);
  }

  /** Complete answers with any status. */
  public long answeredInAll() {
    return answered.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Requests without a complete answer. */
  public long brokenInAll() {
    return broken.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Complete answers per second, of any status. */
  public double perSecond() {
    return perSecond(answeredInAll());
  }

  /** Complete answers with this status per second. */
  public double perSecond(int status) {
    return perSecond(answered(status));
  }

  private double perSecond(long count) {
    return elapsedNanos == 0 ? 0 : count * NANOS_PER_SECOND / elapsedNanos;
  }

  /**
   * The latency that {@code percentile} percent of the answers did not exceed, in milliseconds.
   *
   * @param percentile 0 to 100
   */
  public double latencyMillis(double percentile) {
    return latencies.getValueAtPercentile(percentile) / NANOS_PER_MILLISECOND;
  }

  /** For a person, on one line. */
  @Override
  public String toString() {
    return "%s after %.3f s: %d sent, answered %s, broken %s, %d reopened, p50 %.2f ms, p99 %.2f ms"
        .formatted(
            ending,
            elapsedNanos / NANOS_PER_SECOND,
            sent,
            answered,
            broken,
            reopened,
            latencyMillis(50),
            latencyMillis(99));
  }
}
