package tercet.testing.verifier.http;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** Counts the outcomes of a run. */
final class Tally {
  private static final int SIGNIFICANT_DIGITS = 3;

  private final long[] answered = new long[ResponseParser.STATUS_MAX + 1];
  private final Map<ConnectionError, Long> broken = new EnumMap<>(ConnectionError.class);
  private final Histogram latencies = new Histogram(SIGNIFICANT_DIGITS);
  private long sent;

  void sent() {
    sent++;
  }

  void answered(int status, long latencyNanos) {
    answered[status]++;
    latencies.recordValue(Math.max(0, latencyNanos));
  }

  void broken(ConnectionError breakage) {
    broken.merge(breakage, 1L, Long::sum);
  }

  long sentInAll() {
    return sent;
  }

  LoadResult result(LoadResult.Ending ending, int connections, long reopened, long elapsedNanos) {
    Map<Integer, Long> byStatus = new TreeMap<>();
    for (int status = 0; status < answered.length; status++) {
      if (answered[status] > 0) {
        byStatus.put(status, answered[status]);
      }
    }
    return new LoadResult(
        ending, connections, sent, byStatus, broken, reopened, elapsedNanos, latencies);
  }
}
