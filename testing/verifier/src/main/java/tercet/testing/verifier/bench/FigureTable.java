package tercet.testing.verifier.bench;

import java.util.List;
import tercet.testing.verifier.text.TextTable;

/** Lines of figures under one head, for a person. */
final class FigureTable {
  private static final TextTable TABLE =
      TextTable.of("", 24)
          .column("per second", 11)
          .column("p50 ms", 9)
          .column("p99 ms", 9)
          .column("p99.9 ms", 9)
          .column("max ms", 9)
          .column("CPU us", 8)
          .column("refused", 9)
          .column("failed", 8);

  static final String HEAD = TABLE.head();

  private FigureTable() {}

  static String line(String name, Figures found) {
    return TABLE.row(
        name,
        List.of(
            number(found.perSecond(), 0),
            number(found.p50(), 2),
            number(found.p99(), 2),
            number(found.p999(), 2),
            number(found.max(), 2),
            number(found.processorMicros(), 1),
            number(found.refused(), 0),
            number(found.failed(), 0)));
  }

  private static String number(double value, int places) {
    return Double.isNaN(value) ? "-" : ("%,." + places + "f").formatted(value);
  }
}
