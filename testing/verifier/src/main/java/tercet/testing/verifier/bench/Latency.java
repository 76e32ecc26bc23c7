package tercet.testing.verifier.bench;

import org.HdrHistogram.AbstractHistogram;

/**
 * How long answers took, in milliseconds; {@code p99} is what 99 of 100 did not exceed. All NaN if
 * there were none.
 */
public record Latency(double p50, double p90, double p99, double p999, double max) {
  static final double NANOS_PER_MILLISECOND = 1e6;

  static Latency of(AbstractHistogram nanos) {
    return nanos.getTotalCount() == 0
        ? new Latency(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN)
        : new Latency(
            millis(nanos, 50),
            millis(nanos, 90),
            millis(nanos, 99),
            millis(nanos, 99.9),
            nanos.getMaxValue() / NANOS_PER_MILLISECOND);
  }

  private static double millis(AbstractHistogram nanos, double percentile) {
    return nanos.getValueAtPercentile(percentile) / NANOS_PER_MILLISECOND;
  }
}
