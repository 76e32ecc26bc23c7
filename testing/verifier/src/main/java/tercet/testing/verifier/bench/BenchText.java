package tercet.testing.verifier.bench;

import java.util.ArrayList;
import java.util.List;

/** Writes runs for a person. */
public final class BenchText {
  private static final int SENTENCES_MAX = 10;

  private BenchText() {}

  /** Everything about one run, the calls apart. */
  public static String of(BenchRun run) {
    List<String> lines = new ArrayList<>();
    run.settings().forEach((name, value) -> lines.add("%-18s %s".formatted(name, value)));
    lines.add("");
    lines.add(FigureTable.HEAD);
    if (run.calls().size() > 1) {
      run.calls()
          .forEach((call, outcome) ->
              lines.add(FigureTable.line(call, Figures.of(outcome, run.seconds()))));
    }
    lines.add(FigureTable.line("all calls", Figures.of(run)));
    lines.add("");
    Outcome checkouts = run.calls().get(LoadCall.CHECKOUT.word());
    if (checkouts != null) {
      lines.add(
          "Unique checkouts: %,d paid, %,.0f per second; repeats are counted apart"
              .formatted(checkouts.ok(), run.uniqueCheckoutsPerSecond()));
    }
    lines.add("Answers by code: " + run.byCode());
    if (run.early().sampled() > 0) {
      lines.add(run.early().toString());
    }
    lines.add(books(run));
    return String.join("\n", lines);
  }

  private static String books(BenchRun run) {
    BenchRun.BookCheck books = run.books();
    if (!books.compared()) {
      return "Books: not compared";
    }
    if (books.isRight()) {
      return "Books: right";
    }
    List<String> lines = new ArrayList<>();
    lines.add("Books: WRONG, %,d discrepancies".formatted(books.discrepancies().size()));
    books.discrepancies().stream().limit(SENTENCES_MAX).forEach(one -> lines.add("  " + one));
    return String.join("\n", lines);
  }

  /**
   * Runs side by side, each as a ratio to the first.
   *
   * @param runs not empty
   */
  public static String comparison(List<BenchRun> runs) {
    List<String> lines = new ArrayList<>();
    lines.add(FigureTable.HEAD);
    runs.forEach(run -> lines.add(FigureTable.line(run.name(), Figures.of(run))));
    BenchRun first = runs.getFirst();
    for (BenchRun run : runs.subList(1, runs.size())) {
      lines.add(
          "%s / %s: throughput %.2f, p50 %.2f, p99 %.2f"
              .formatted(
                  run.name(),
                  first.name(),
                  run.okPerSecond() / first.okPerSecond(),
                  run.latency().p50() / first.latency().p50(),
                  run.latency().p99() / first.latency().p99()));
    }
    return String.join("\n", lines);
  }
}
