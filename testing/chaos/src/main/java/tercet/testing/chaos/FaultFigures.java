package tercet.testing.chaos;

import tercet.testing.verifier.bench.Successes;

/**
 * How clients felt a fault. Seconds; those that count from the fault begin with its beginning.
 *
 * @param strike the fault
 * @param noiseBefore the longest time without an acknowledged checkout in the {@value #BEFORE} s
 *     before: so much of the next figure may come from the machine
 * @param withoutSuccess the longest time without an acknowledged checkout, until the next fault
 * @param firstSuccess from the fault until a checkout that was asked for when all were hit was
 *     acknowledged; NaN if none was
 * @param fullRate from the fault until the beginning of a second with {@value #FULL_PERCENT} % of
 *     the rate of before, after the longest time without success; NaN if there was none, or if it
 *     is not known what the rate was before
 */
public record FaultFigures(
    InjectedFault strike,
    double noiseBefore,
    double withoutSuccess,
    double firstSuccess,
    double fullRate) {
  static final int FULL_PERCENT = 80;

  /** Time before the fault in which the rate is measured. */
  static final double BEFORE = 5;

  /** A rate is that of so long a time. */
  private static final double PIECE = 1;

  private static final double STEP = 0.01;

  /** Between two that are a matter of chance; a longer one has a cause. */
  private static final double CHANCE_GAP = 0.1;

  /**
   * @param until when the next fault begins, or the load ends
   */
  static FaultFigures of(InjectedFault strike, Successes successes, double until) {
    double at = strike.at();
    Successes.Gap gap = successes.longestGap(at, until);
    double first = successes.firstAskedFrom(strike.hitAt());
    double before = Math.max(0, at - BEFORE);
    double from = gap.seconds() > CHANCE_GAP ? gap.to() : at;
    double full = fullFrom(from, successes.medianRate(before, at), successes, until);
    return new FaultFigures(
        strike,
        successes.longestGap(before, at).seconds(),
        gap.seconds(),
        Math.max(0, first - at),
        Math.max(0, full - at));
  }

  private static double fullFrom(double from, double before, Successes successes, double until) {
    double wanted = before * FULL_PERCENT / 100;
    for (int i = 0; from + i * STEP + PIECE <= until; i++) {
      double start = from + i * STEP;
      if (successes.rate(start, start + PIECE) >= wanted) {
        return start;
      }
    }
    return Double.NaN;
  }
}
