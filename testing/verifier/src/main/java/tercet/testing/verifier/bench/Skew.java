package tercet.testing.verifier.bench;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** How much more popular some items are than others. */
public sealed interface Skew {
  /** All alike. */
  record Uniform() implements Skew {
    @Override
    public String toString() {
      return "uniform";
    }
  }

  /** All orders want the same item. */
  record Hot() implements Skew {
    @Override
    public String toString() {
      return "hot";
    }
  }

  /**
   * The item of rank {@code r} is wanted in proportion to {@code 1 / r^theta} (G. K. Zipf); 0.99 is
   * the usual value since YCSB (Cooper et al., "Benchmarking cloud serving systems with YCSB",
   * 2010).
   */
  record Zipf(double theta) implements Skew {
    public Zipf {
      if (!(theta > 0 && theta <= 5)) {
        throw new IllegalArgumentException("the exponent of zipf is above 0 and at most 5");
      }
    }

    @Override
    public String toString() {
      return "zipf:" + theta;
    }
  }

  /**
   * Reads {@code uniform}, {@code hot} or {@code zipf:0.99}.
   *
   * @throws IllegalArgumentException with a sentence for a person
   */
  static Skew parse(String text) {
    if (text.equals("uniform")) {
      return new Uniform();
    }
    if (text.equals("hot")) {
      return new Hot();
    }
    if (text.matches("zipf:\\d(\\.\\d{1,6})?")) {
      return new Zipf(Double.parseDouble(text.substring("zipf:".length())));
    }
    throw new IllegalArgumentException(
        "'%s' is no skew; there are uniform, zipf:0.99 and hot".formatted(text));
  }

  /**
   * Draws numbers from 0 to {@code count - 1}; 0 is the most popular.
   *
   * @param count above 0
   */
  default Drawing over(int count) {
    return switch (this) {
      case Uniform _ -> random -> random.nextInt(count);
      case Hot _ -> _ -> 0;
      case Zipf(double theta) -> zipf(count, theta);
    };
  }

  private static Drawing zipf(int count, double theta) {
    double[] sums = new double[count];
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += Math.pow(i + 1.0, -theta);
      sums[i] = sum;
    }
    double total = sum;
    return random -> {
      int found = Arrays.binarySearch(sums, random.nextDouble() * total);
      return Math.min(count - 1, found < 0 ? -found - 1 : found);
    };
  }

  /** Draws numbers. */
  @FunctionalInterface
  interface Drawing {
    int next(RandomGenerator random);
  }
}
