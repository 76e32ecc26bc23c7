package tercet.tools;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import tercet.testing.verifier.bench.BenchRun;
import tercet.testing.verifier.bench.Median;
import tercet.testing.verifier.text.TextTable;

/**
 * A run of ours, and one of a well-known program on the same server, one after the other.
 *
 * @param reference the rate of that program, per second
 */
record Pair(BenchRun run, double reference) {
  private double ratio() {
    return run.uniqueCheckoutsPerSecond() / reference;
  }

  /**
   * A line for a person.
   *
   * @param program the well-known one
   */
  String line(String program) {
    return "%s: %,.0f checkouts/s, %s %,.0f/s%s"
        .formatted(
            run.name(),
            run.uniqueCheckoutsPerSecond(),
            program,
            reference,
            run.books().isRight() ? "" : ", and the books are WRONG");
  }

  /**
   * Medians of several pairs of each kind.
   *
   * @param reference title of the column of the well-known program
   */
  static String table(String reference, Map<String, List<Pair>> all) {
    TextTable table =
        TextTable.of("", 16)
            .column("checkouts/s", 16)
            .column(reference, 18)
            .column("ratio", 8)
            .column("p50 ms", 10)
            .column("p99 ms", 10)
            .column("CPU us", 12);
    List<String> lines = new ArrayList<>(List.of("", table.head()));
    all.forEach((name, pairs) ->
        lines.add(
            table.row(
                name,
                List.of(
                    median(0, pairs, pair -> pair.run.uniqueCheckoutsPerSecond()),
                    median(0, pairs, Pair::reference),
                    median(2, pairs, Pair::ratio),
                    median(2, pairs, pair -> pair.run.latency().p50()),
                    median(2, pairs, pair -> pair.run.latency().p99()),
                    median(0, pairs, pair -> pair.run.processorMicros())))));
    lines.add("CPU us: of all nodes and the database, for each checkout");
    return String.join("\n", lines);
  }

  private static String median(int places, List<Pair> pairs, ToDoubleFunction<Pair> figure) {
    return ("%,." + places + "f").formatted(Median.of(pairs.stream().mapToDouble(figure)));
  }
}
