package tercet.gateway;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The counts of a process at one moment, all since its start: checkouts by outcome and by latency,
 * and refused requests by code. Immutable.
 */
final class CheckoutSample {
  /** Upper bounds of the latencies that are counted, in milliseconds; the last has none. */
  static final int[] BOUNDS = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000};

  private static final String ROUTE = "/orders/checkout/{order_id}";

  final long millis;
  final int open;
  final Map<String, Long> problems;
  private final long[] outcomes;
  private final long[] latencies;

  private CheckoutSample(
      long millis, int open, long[] outcomes, long[] latencies, Map<String, Long> problems) {
    this.millis = millis;
    this.open = open;
    this.outcomes = outcomes;
    this.latencies = latencies;
    this.problems = problems;
  }

  static CheckoutSample of(MeterRegistry registry, long millis) {
    long[] outcomes = new long[3];
    long[] latencies = new long[BOUNDS.length + 1];
    for (Timer timer : registry.find("tercet.http.requests").tag("route", ROUTE).timers()) {
      HistogramSnapshot counts = timer.takeSnapshot();
      outcomes[outcome(String.valueOf(timer.getId().getTag("status")))] += counts.count();
      addLatencies(latencies, counts);
    }
    Map<String, Long> problems = new TreeMap<>();
    for (Counter counter : registry.find("tercet.http.problems").counters()) {
      problems.put(String.valueOf(counter.getId().getTag("code")), (long) counter.count());
    }
    Gauge open = registry.find("tercet.transactions.open").gauge();
    return new CheckoutSample(
        millis, open == null ? 0 : (int) open.value(), outcomes, latencies, problems);
  }

  private static int outcome(String status) {
    return switch (status.charAt(0)) {
      case '2' -> 0;
      case '4' -> 1;
      default -> 2;
    };
  }

  /** The counts of the registry are of all latencies up to a bound. */
  private static void addLatencies(long[] latencies, HistogramSnapshot snapshot) {
    long below = 0;
    int place = 0;
    for (CountAtBucket bucket : snapshot.histogramCounts()) {
      while (place < BOUNDS.length && BOUNDS[place] < bucket.bucket(TimeUnit.MILLISECONDS)) {
        place++;
      }
      latencies[place] += (long) bucket.count() - below;
      below = (long) bucket.count();
    }
    latencies[BOUNDS.length] += snapshot.count() - below;
  }

  long paid() {
    return outcomes[0];
  }

  long refused() {
    return outcomes[1];
  }

  /** Neither paid nor refused: the client had to ask again. */
  long unclear() {
    return outcomes[2];
  }

  /** Checkouts between two bounds since an earlier sample. */
  long latency(int place, CheckoutSample before) {
    return Math.max(0, latencies[place] - before.latencies[place]);
  }
}
