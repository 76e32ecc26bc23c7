package tercet.testing.verifier.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import tercet.testing.verifier.bench.BenchRun;

/**
 * One page about one run, or about several side by side. It loads nothing from anywhere, and tells
 * the browser to let it load nothing. The lines are drawn by uPlot, which is part of the page.
 */
public final class HtmlReport {
  private static final String ONLY_THIS_PAGE =
      "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

  private HtmlReport() {}

  /**
   * @param runs not empty
   */
  public static String of(List<BenchRun> runs) {
    boolean isOne = runs.size() == 1;
    return page(runs, List.of(isOne ? Figure.cards(runs.getFirst()) : ReportTables.runs(runs)));
  }

  /**
   * The effects of faults on a shop.
   *
   * @param isRight the verdict
   * @param findings errors outside the books, each as a sentence
   * @param columns of the table of faults, behind the first
   * @param rows of the table
   */
  public record Faults(
      boolean isRight, List<String> findings, List<String> columns, List<Row> rows) {
    public Faults {
      findings = List.copyOf(findings);
      columns = List.copyOf(columns);
      rows = List.copyOf(rows);
    }
  }

  /** A fault with its figures, one for each column. */
  public record Row(String name, List<String> cells) {
    public Row {
      cells = List.copyOf(cells);
    }
  }

  /** One page about a run whose shop was broken meanwhile. */
  public static String of(BenchRun run, Faults faults) {
    return page(
        List.of(run),
        List.of(
            Figure.cards(run, faults.isRight()),
            ReportTables.findings(faults.findings()),
            ReportTables.faults(faults.columns(), faults.rows())));
  }

  /**
   * @param first the part before the plots
   */
  private static String page(List<BenchRun> runs, List<String> first) {
    boolean isOne = runs.size() == 1;
    List<String> parts = new ArrayList<>(first);
    parts.add("<div class=\"charts\">");
    Plots.of(runs).forEach(chart -> parts.add(chart.html()));
    String codes = CodeChart.html(runs);
    parts.add(
        isOne ? "<div class=\"stack\">" + codes + ReportTables.settings(runs) + "</div>" : codes);
    parts.add("</div>");
    parts.add(ReportTables.calls(runs));
    // One whose faults have a table with figures needs no other.
    parts.add(first.size() > 1 ? "" : ReportTables.events(runs));
    parts.add(ReportTables.books(runs));
    parts.add(isOne ? "" : ReportTables.settings(runs));
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="%s">
    <title>Tercet: %s</title>
    <style>
    %s
    %s</style>
    </head>
    <body>
    <header><h1>%s</h1><p>%s</p></header>
    <main>
    %s
    </main>
    <footer>Latencies are of all complete answers. In an open loop they count from the moment at \
    which a request was due, so that waiting for a slow shop is part of them. A percentile is the \
    latency that so many of 100 answers did not exceed.</footer>
    <script>
    /*
    %s*/
    %s
    %s</script>
    </body>
    </html>
    """
        .formatted(
            ONLY_THIS_PAGE,
            names(runs),
            resource("uplot/uPlot.min.css"),
            resource("style.css"),
            names(runs),
            isOne ? subtitle(runs.getFirst()) : runs.size() + " runs",
            String.join("\n", parts),
            resource("uplot/LICENSE"),
            resource("uplot/uPlot.iife.min.js"),
            resource("script.js"));
  }

  private static String names(List<BenchRun> runs) {
    return Markup.text(
        runs.stream().map(BenchRun::name).distinct().collect(Collectors.joining(" · ")));
  }

  private static String subtitle(BenchRun run) {
    return Markup.text(String.join(" · ", run.settings().values().stream().limit(3).toList()));
  }

  private static String resource(String name) {
    try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
