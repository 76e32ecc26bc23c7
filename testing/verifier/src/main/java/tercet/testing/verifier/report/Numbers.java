package tercet.testing.verifier.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Writes numbers as short as they can be read. */
final class Numbers {
  private static final double THOUSAND = 1_000;
  private static final double MILLION = 1_000_000;
  private static final MathContext DIGITS = new MathContext(6);

  private Numbers() {}

  /** For a tick: 0.5, 20, 15k, 1.5M. */
  static String shortly(double value) {
    if (value >= MILLION) {
      return plain(value / MILLION) + "M";
    }
    return value >= 10 * THOUSAND ? plain(value / THOUSAND) + "k" : plain(value);
  }

  private static String plain(double value) {
    return value == 0
        ? "0"
        : new BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString();
  }

  /** For a figure: three digits or all of the whole number; a dash if there is none. */
  static String figure(double value) {
    if (!Double.isFinite(value)) {
      return "–";
    }
    int places = value >= 100 ? 0 : value >= 10 ? 1 : 2;
    return String.format(Locale.ROOT, "%,." + places + "f", value);
  }

  /** For a coordinate. */
  static String coordinate(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
