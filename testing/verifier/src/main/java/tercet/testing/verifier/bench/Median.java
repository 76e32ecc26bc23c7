package tercet.testing.verifier.bench;

import java.util.stream.DoubleStream;

/** The middle of some numbers, which a few bad rounds do not move. */
public final class Median {
  private Median() {}

  /**
   * The number in the middle, or the mean of the two that are.
   *
   * @param numbers at least one
   */
  public static double of(DoubleStream numbers) {
    double[] sorted = numbers.sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
