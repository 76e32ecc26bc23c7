package tercet.testing.verifier.bench;

/** Lines of figures under one head, for a person. */
final class FigureTable {
  static final String HEAD =
      "%-24s %10s %8s %8s %8s %8s %7s %8s %7s"
          .formatted(
              "",
              "per second",
              "p50 ms",
              "p99 ms",
              "p99.9 ms",
              "max ms",
              "CPU us",
              "refused",
              "failed");

  private FigureTable() {}

  static String line(String name, Figures found) {
    return "%-24s %,10.0f %8s %8s %8s %8s %7s %,8.0f %,7.0f"
        .formatted(
            name,
            found.perSecond(),
            number(found.p50(), 2),
            number(found.p99(), 2),
            number(found.p999(), 2),
            number(found.max(), 2),
            number(found.processorMicros(), 1),
            found.refused(),
            found.failed());
  }

  private static String number(double value, int places) {
    return Double.isNaN(value) ? "-" : ("%,." + places + "f").formatted(value);
  }
}
