package tercet.testing.verifier.report;

import java.util.ArrayList;
import java.util.List;
import tercet.testing.verifier.bench.BenchRun;
import tercet.testing.verifier.bench.Latency;

/** The figures of one run that matter most, as cards. */
record Figure(String name, String value, String unit, String mood) {
  static String cards(BenchRun run) {
    return cards(run, run.failed() == 0 ? "" : "bad", books(run));
  }

  /** The same about a shop that was broken meanwhile: that something fails is no wonder. */
  static String cards(BenchRun run, boolean isRight) {
    Figure verdict =
        isRight
            ? new Figure("Verdict", "right", "told truly, all back", "good")
            : new Figure("Verdict", "WRONG", "see below", "bad");
    return cards(run, "", verdict);
  }

  private static String cards(BenchRun run, String moodOfFailed, Figure last) {
    Latency latency = run.latency();
    List<Figure> figures = new ArrayList<>();
    double unique = run.uniqueCheckoutsPerSecond();
    if (unique > 0) {
      figures.add(new Figure("Unique checkouts", Numbers.figure(unique), "per second", ""));
    }
    if (run.calls().size() > 1 || unique == 0) {
      figures.add(new Figure("Answers 2xx", Numbers.figure(run.okPerSecond()), "per second", ""));
    }
    figures.add(new Figure("p50", Numbers.figure(latency.p50()), "ms", ""));
    figures.add(new Figure("p99", Numbers.figure(latency.p99()), "ms", ""));
    figures.add(new Figure("p99.9", Numbers.figure(latency.p999()), "ms", ""));
    figures.add(new Figure("Slowest", Numbers.figure(latency.max()), "ms", ""));
    figures.add(new Figure("Failed", "%,d".formatted(run.failed()), "5xx or none", moodOfFailed));
    figures.add(last);
    StringBuilder cards = new StringBuilder("<section class=\"cards\">\n");
    figures.forEach(figure ->
        cards.append(
            "<div class=\"card %s\"><span>%s</span><strong>%s</strong><small>%s</small></div>\n"
                .formatted(figure.mood(), figure.name(), figure.value(), figure.unit())));
    return cards.append("</section>").toString();
  }

  private static Figure books(BenchRun run) {
    BenchRun.BookCheck books = run.books();
    if (!books.compared()) {
      return new Figure("Books", "–", "not compared", "");
    }
    return books.isRight()
        ? new Figure("Books", "right", "to the last unit", "good")
        : new Figure(
            "Books", "WRONG", "%,d discrepancies".formatted(books.discrepancies().size()), "bad");
  }
}
