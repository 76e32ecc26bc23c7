package tercet.testing.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tercet.testing.verifier.text.TextTable;

/** Writes what a run found, for a person. */
public final class ChaosText {
  private static final int SENTENCES_MAX = 20;
  private static final TextTable TABLE =
      TextTable.of("fault (times in seconds)", 32)
          .column("at", 8)
          .column("lasted", 8)
          .column("ready", 8)
          .column("no success", 11)
          .column("(before)", 10)
          .column("first", 10)
          .column("full rate", 10);

  private ChaosText() {}

  /** A table of the faults, the answers that clients got, all errors, and the verdict. */
  public static String of(ChaosResult result) {
    List<String> lines = new ArrayList<>();
    lines.add(TABLE.head());
    lines.add(TABLE.rule());
    for (FaultFigures figures : result.faults()) {
      lines.add(TABLE.row(figures.strike().what(), row(figures)));
    }
    lines.add("");
    lines.add("ready      from its end until all members said that they work");
    lines.add(
        "no success the longest time without an acknowledged checkout; (before) in %.0f s before it"
            .formatted(FaultFigures.BEFORE));
    lines.add(
        "first      from its beginning until one that was asked for after that was acknowledged");
    lines.add(
        "full rate  from its beginning until %d %% of the rate of the %.0f s before"
            .formatted(FaultFigures.FULL_PERCENT, FaultFigures.BEFORE));
    lines.add("");
    ChaosResult.Counts told = result.told();
    lines.add(
        "Clients were told: %,d bought, %,d refused, %,d unclear (%,d of them paid)"
            .formatted(told.paid(), told.refused(), told.unknown(), told.unknownPaid()));
    lines.add("Answers by code: " + result.run().byCode());
    lines.add(books(result));
    result.findings().forEach(lines::add);
    lines.add("");
    lines.add(
        result.isRight()
            ? "RIGHT: the shop's records agree with all answers, and all members came back."
            : "WRONG. The same plan again: --seed %d.".formatted(result.seed()));
    return String.join("\n", lines);
  }

  private static String books(ChaosResult result) {
    List<String> wrong = result.run().books().discrepancies();
    if (wrong.isEmpty()) {
      return result.run().books().compared()
          ? "Books: right, " + consistent(result.consistentAfter())
          : "Books: not compared";
    }
    List<String> lines = new ArrayList<>();
    lines.add("Books: WRONG, %,d discrepancies".formatted(wrong.size()));
    wrong.stream().limit(SENTENCES_MAX).forEach(one -> lines.add("  " + one));
    if (wrong.size() > SENTENCES_MAX) {
      lines.add("  and %,d more (--json has all)".formatted(wrong.size() - SENTENCES_MAX));
    }
    return String.join("\n", lines);
  }

  private static String consistent(double after) {
    return after == 0
        ? "consistent at once"
        : "consistent %.1f s after the last answer".formatted(after);
  }

  /** Titles of the columns of {@link #row}, after the first, which names the fault. */
  static List<String> columns() {
    return TABLE.columns();
  }

  static List<String> row(FaultFigures figures) {
    InjectedFault strike = figures.strike();
    return List.of(
        "%.1f".formatted(strike.at()),
        "%.1f".formatted(strike.healedAt() - strike.at()),
        seconds(strike.readyAt() - strike.healedAt(), 1),
        seconds(figures.withoutSuccess(), 2),
        seconds(figures.noiseBefore(), 2),
        seconds(figures.firstSuccess(), 2),
        seconds(figures.fullRate(), 2));
  }

  private static String seconds(double value, int places) {
    return Double.isNaN(value) ? "never" : String.format(Locale.ROOT, "%." + places + "f", value);
  }
}
