package tercet.bench;

import java.util.List;
import tercet.judge.books.Audit;

/**
 * What a benchmark found.
 *
 * @param rounds in the order of time
 * @param offeredPerSecond checkouts that the open loop asked for
 * @param open checkouts at that rate, with latencies from their scheduled starts
 * @param audits of the last closed and of the open loop
 */
record BenchResult(
    List<Round> rounds, double offeredPerSecond, Measurement open, List<Audit> audits) {
  BenchResult {
    rounds = List.copyOf(rounds);
    audits = List.copyOf(audits);
  }

  /** The median of the rounds' ratios: each is of two measurements of about the same time. */
  double ratio() {
    return Median.of(rounds.stream().mapToDouble(Round::ratio));
  }

  /** True if the shop has kept everything that it acknowledged. */
  boolean isRight() {
    return audits.stream().allMatch(Audit::isClean);
  }
}
