package tercet.bench;

import java.util.Collection;
import java.util.function.ToDoubleFunction;
import tercet.judge.http.LoadResult;

/**
 * What one measurement found, or the medians of many, each number for itself.
 *
 * @param perSecond answers with status 200
 * @param otherAnswers with another status
 * @param broken requests without a complete answer
 * @param p50Millis latency of all complete answers, as are the next two
 * @param cpuMicros processor time of the server per complete answer; NaN if it is unknown
 */
record Measurement(
    double perSecond,
    double otherAnswers,
    double broken,
    double p50Millis,
    double p99Millis,
    double p999Millis,
    double cpuMicros) {

  /**
   * @param cpuMicrosInAll processor time of the server during the load; NaN if it is unknown
   */
  static Measurement of(LoadResult load, double cpuMicrosInAll) {
    return new Measurement(
        load.perSecond(200),
        load.answeredInAll() - load.answered(200),
        load.brokenInAll(),
        load.latencyMillis(50),
        load.latencyMillis(99),
        load.latencyMillis(99.9),
        load.answeredInAll() == 0 ? Double.NaN : cpuMicrosInAll / load.answeredInAll());
  }

  /**
   * @param all not empty
   */
  static Measurement median(Collection<Measurement> all) {
    return new Measurement(
        median(all, Measurement::perSecond),
        median(all, Measurement::otherAnswers),
        median(all, Measurement::broken),
        median(all, Measurement::p50Millis),
        median(all, Measurement::p99Millis),
        median(all, Measurement::p999Millis),
        median(all, Measurement::cpuMicros));
  }

  private static double median(Collection<Measurement> all, ToDoubleFunction<Measurement> number) {
    return Median.of(all.stream().mapToDouble(number));
  }
}
