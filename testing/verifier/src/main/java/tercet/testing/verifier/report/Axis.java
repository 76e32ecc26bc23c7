package tercet.testing.verifier.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says where on an axis a value is, and which values are written beside it. */
sealed interface Axis {
  /**
   * A value beside the axis.
   *
   * @param at 0 at the beginning of the axis to 1 at its end
   */
  record Tick(double at, String label) {}

  /** 0 at the beginning of the axis to 1 at its end; NaN for a value that has no place. */
  double place(double value);

  List<Tick> ticks();

  /** Even steps from 0. */
  record Linear(double max) implements Axis {
    private static final int STEPS = 5;

    /** An axis that ends at a round number. */
    static Linear upTo(double largest) {
      double step = step(largest);
      return new Linear(Math.ceil(largest / step) * step);
    }

    /** An axis that ends where the values end. */
    static Linear exactly(double largest) {
      return new Linear(largest > 0 ? largest : 1);
    }

    private static double step(double largest) {
      double raw = (largest > 0 ? largest : 1) / STEPS;
      double power = Math.pow(10, Math.floor(Math.log10(raw)));
      double digit = raw / power;
      return power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
    }

    @Override
    public double place(double value) {
      return value / max;
    }

    @Override
    public List<Tick> ticks() {
      List<Tick> ticks = new ArrayList<>();
      double step = step(max);
      for (int i = 0; i * step <= max * 1.000_001; i++) {
        ticks.add(new Tick(place(i * step), Numbers.shortly(i * step)));
      }
      return ticks;
    }
  }

  /** Even steps for each factor. */
  record Logarithmic(double min, double max) implements Axis {
    private static final int[] DIGITS = {1, 2, 5};
    private static final int DECADES_WITH_ALL_DIGITS_MAX = 2;

    /** An axis from and to powers of ten. */
    static Logarithmic around(double smallest, double largest) {
      double least = smallest > 0 && Double.isFinite(smallest) ? smallest : 0.1;
      double most = largest > least ? largest : least * 10;
      return new Logarithmic(
          Math.pow(10, Math.floor(Math.log10(least))), Math.pow(10, Math.ceil(Math.log10(most))));
    }

    @Override
    public double place(double value) {
      return value <= 0
          ? Double.NaN
          : Math.clamp(Math.log(value / min) / Math.log(max / min), 0.0, 1.0);
    }

    @Override
    public List<Tick> ticks() {
      List<Tick> ticks = new ArrayList<>();
      boolean isWide = Math.log10(max / min) > DECADES_WITH_ALL_DIGITS_MAX;
      for (double power = min; power <= max * 1.000_001; power *= 10) {
        for (int digit : DIGITS) {
          double value = power * digit;
          if (value <= max * 1.000_001 && (digit == 1 || !isWide)) {
            ticks.add(new Tick(place(value), Numbers.shortly(value)));
          }
        }
      }
      return ticks;
    }
  }

  /**
   * Percentiles, each nine as wide as the one before.
   *
   * @param most percent at the end of the axis, below 100
   */
  record Nines(double most) implements Axis {
    private static final double[] LABELLED = {0, 50, 90, 99, 99.9, 99.99, 99.999, 99.9999};

    @Override
    public double place(double percent) {
      return Math.min(1, nines(percent) / nines(most));
    }

    private static double nines(double percent) {
      return percent >= 100 ? Double.POSITIVE_INFINITY : -Math.log10(1 - percent / 100);
    }

    @Override
    public List<Tick> ticks() {
      List<Tick> ticks = new ArrayList<>();
      for (double percent : LABELLED) {
        if (percent <= most) {
          String label = String.format(Locale.ROOT, "%s%%", Numbers.shortly(percent));
          ticks.add(new Tick(place(percent), label));
        }
      }
      return ticks;
    }
  }
}
