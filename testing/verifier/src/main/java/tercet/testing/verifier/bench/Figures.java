package tercet.testing.verifier.bench;

import java.util.Collection;
import java.util.function.ToDoubleFunction;

/**
 * The figures of one run, or the medians of many, each for itself.
 *
 * @param perSecond answers with 2xx
 * @param refused answers with 4xx, in all
 * @param failed other answers and none, in all
 * @param p50 milliseconds of all complete answers, as are the next three
 * @param processorMicros of the shop per complete answer; NaN if it is unknown
 */
record Figures(
    double perSecond,
    double refused,
    double failed,
    double p50,
    double p99,
    double p999,
    double max,
    double processorMicros) {

  static Figures of(BenchRun run) {
    Latency latency = run.latency();
    return new Figures(
        run.okPerSecond(),
        run.refused(),
        run.failed(),
        latency.p50(),
        latency.p99(),
        latency.p999(),
        latency.max(),
        run.processorMicros());
  }

  static Figures of(Outcome outcome, double seconds) {
    Latency latency = outcome.latency();
    return new Figures(
        outcome.ok() / seconds,
        outcome.refused(),
        outcome.failed(),
        latency.p50(),
        latency.p99(),
        latency.p999(),
        latency.max(),
        Double.NaN);
  }

  /**
   * @param all not empty
   */
  static Figures median(Collection<Figures> all) {
    return new Figures(
        median(all, Figures::perSecond),
        median(all, Figures::refused),
        median(all, Figures::failed),
        median(all, Figures::p50),
        median(all, Figures::p99),
        median(all, Figures::p999),
        median(all, Figures::max),
        median(all, Figures::processorMicros));
  }

  private static double median(Collection<Figures> all, ToDoubleFunction<Figures> number) {
    return Median.of(all.stream().mapToDouble(number));
  }
}
