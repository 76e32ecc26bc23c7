package tercet.testing.verifier.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import tercet.testing.verifier.http.ConnectionError;

/** Counts and times the outcomes of one run, by call and by interval. For the thread of the run. */
final class Meter {
  private static final int SIGNIFICANT_DIGITS = 3;
  private static final int STATUS_COUNT = 1_000;
  private static final double NANOS_PER_SECOND = 1e9;

  private final long intervalNanos;
  private final Consumer<Interval> live;
  private final Map<LoadCall, CallMeter> calls = new EnumMap<>(LoadCall.class);
  private final Histogram inAll = new Histogram(SIGNIFICANT_DIGITS);
  private final List<Interval> series = new ArrayList<>();
  private final Histogram current = new Histogram(SIGNIFICANT_DIGITS);
  private long ok;
  private long refused;
  private long failed;
  private boolean begun;
  private long startNanos;
  private long intervalStart;
  private long lastNanos;

  /**
   * @param interval length of the intervals
   * @param live hears of each when it is over
   */
  Meter(Duration interval, Consumer<Interval> live) {
    this.intervalNanos = interval.toNanos();
    this.live = live;
    for (LoadCall call : LoadCall.values()) {
      calls.put(call, new CallMeter());
    }
  }

  /** Counts of one call. */
  private static final class CallMeter {
    final long[] byStatus = new long[STATUS_COUNT];
    final Map<ConnectionError, Long> broken = new EnumMap<>(ConnectionError.class);
    final Histogram latencies = new Histogram(SIGNIFICANT_DIGITS);
  }

  /** The first request is about to start; later calls change nothing. */
  void begin() {
    if (!begun) {
      begun = true;
      startNanos = System.nanoTime();
      intervalStart = startNanos;
      lastNanos = startNanos;
    }
  }

  void answered(LoadCall call, int status, long latencyNanos, long now) {
    advance(now);
    long latency = Math.max(0, latencyNanos);
    CallMeter meter = of(call);
    meter.byStatus[status]++;
    meter.latencies.recordValue(latency);
    inAll.recordValue(latency);
    current.recordValue(latency);
    switch (status / 100) {
      case 2 -> ok++;
      case 4 -> refused++;
      default -> failed++;
    }
  }

  void broken(LoadCall call, ConnectionError breakage, long now) {
    advance(now);
    of(call).broken.merge(breakage, 1L, Long::sum);
    failed++;
  }

  private CallMeter of(LoadCall call) {
    CallMeter meter = calls.get(call);
    if (meter == null) {
      throw new IllegalStateException("no meter for " + call);
    }
    return meter;
  }

  /** Ends the intervals that are over: many, if nothing was heard for long. */
  private void advance(long now) {
    while (now - intervalStart >= intervalNanos) {
      endInterval(intervalStart + intervalNanos);
    }
    lastNanos = now;
  }

  private void endInterval(long end) {
    double start = (intervalStart - startNanos) / NANOS_PER_SECOND;
    double seconds = (end - intervalStart) / NANOS_PER_SECOND;
    Interval interval = new Interval(start, seconds, ok, refused, failed, Latency.of(current));
    series.add(interval);
    live.accept(interval);
    current.reset();
    ok = 0;
    refused = 0;
    failed = 0;
    intervalStart = end;
  }

  /** Ends the run; a last interval of less than half the length is not shown. */
  void end() {
    if (lastNanos - intervalStart >= intervalNanos / 2) {
      endInterval(lastNanos);
    }
  }

  double seconds() {
    return (lastNanos - startNanos) / NANOS_PER_SECOND;
  }

  List<Interval> series() {
    return List.copyOf(series);
  }

  Histogram latencies() {
    return inAll;
  }

  /** The kinds of call that were made at least once. */
  Map<LoadCall, Outcome> outcomes() {
    Map<LoadCall, Outcome> outcomes = new EnumMap<>(LoadCall.class);
    calls.forEach((call, meter) -> {
      SortedMap<String, Long> byCode = byCode(meter);
      if (!byCode.isEmpty()) {
        outcomes.put(call, new Outcome(byCode, Latency.of(meter.latencies)));
      }
    });
    return outcomes;
  }

  private static SortedMap<String, Long> byCode(CallMeter meter) {
    SortedMap<String, Long> byCode = new TreeMap<>();
    for (int status = 0; status < STATUS_COUNT; status++) {
      if (meter.byStatus[status] > 0) {
        byCode.put(Integer.toString(status), meter.byStatus[status]);
      }
    }
    meter.broken.forEach((breakage, count) ->
        byCode.put(breakage.name().toLowerCase(Locale.ROOT).replace('_', '-'), count));
    return byCode;
  }
}
