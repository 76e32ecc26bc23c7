package tercet.testing.verifier.bench;

import java.util.Collection;
import java.util.function.Function;

/**
 * Two measurements one after the other, so that what else the machine does hits both.
 *
 * @param noop requests that the server answers without doing anything
 * @param checkout unique durable checkouts
 */
public record Round(BenchRun noop, BenchRun checkout) {
  /** Checkouts per do-nothing request: how much of what the server could answer is left. */
  public double ratio() {
    return checkout.uniqueCheckoutsPerSecond() / noop.okPerSecond();
  }

  /**
   * @param all not empty
   */
  static Figures median(Collection<Round> all, Function<Round, BenchRun> part) {
    return Figures.median(all.stream().map(part).map(Figures::of).toList());
  }
}
