package tercet.simulator;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import tercet.simulator.swarm.Fault;

/** What many seeds came to, together. */
final class Summary {
  private final long startNanos;
  private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
  private long seeds;
  private long virtualMillis;
  private long requests;
  private long transactions;
  private long paid;

  Summary(long startNanos) {
    this.startNanos = startNanos;
  }

  void add(Result result) {
    seeds++;
    virtualMillis += result.virtualMillis();
    requests += result.requests();
    transactions += result.transactions();
    paid += result.paid();
    result.faults().forEach((fault, count) -> faults.merge(fault, count, Long::sum));
  }

  long seeds() {
    return seeds;
  }

  /** One line. */
  String progress(long nowNanos) {
    double seconds = Math.max(1, nowNanos - startNanos) / 1e9;
    return "%,d seeds in %.0f s (%,.0f/s), %,d h of virtual time, %,d transactions"
        .formatted(
            seeds,
            seconds,
            seeds / seconds,
            Duration.ofMillis(virtualMillis).toHours(),
            transactions);
  }

  /** Some lines. */
  String text(long nowNanos) {
    StringBuilder text = new StringBuilder(progress(nowNanos));
    text.append(
        String.format(Locale.ROOT, "%n%,d requests, %,d orders paid%nfaults:", requests, paid));
    faults.forEach((fault, count) ->
        text.append(String.format(Locale.ROOT, "%n  %-22s%,14d", fault.label(), count)));
    return text.toString();
  }
}
