package tercet.testing.verifier.report;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tercet.testing.verifier.bench.BenchRun;
import tercet.testing.verifier.bench.Latency;
import tercet.testing.verifier.bench.Outcome;

/** The tables of a report. */
final class ReportTables {
  private static final int DISCREPANCIES_MAX = 50;
  private static final String FIGURES_HEAD =
      "<th>2xx per second</th><th>p50 ms</th><th>p90 ms</th><th>p99 ms</th><th>p99.9 ms</th>"
          + "<th>max ms</th><th>4xx</th><th>5xx or none</th>";

  private ReportTables() {}

  static String runs(List<BenchRun> runs) {
    StringBuilder rows = new StringBuilder();
    BenchRun first = runs.getFirst();
    for (int i = 0; i < runs.size(); i++) {
      BenchRun run = runs.get(i);
      rows.append(
          "<tr><th><i class=\"c%d\"></i>%s</th>%s<td>%s</td><td>%s</td></tr>\n"
              .formatted(
                  i % Plots.COLORS,
                  Markup.text(run.name()),
                  figures(run.okPerSecond(), run.latency(), run.refused(), run.failed()),
                  Numbers.figure(run.processorMicros()),
                  Numbers.figure(run.okPerSecond() / first.okPerSecond())));
    }
    return table("Runs", FIGURES_HEAD + "<th>CPU µs/request</th><th>ratio to first</th>", rows);
  }

  static String calls(List<BenchRun> runs) {
    StringBuilder rows = new StringBuilder();
    for (BenchRun run : runs) {
      run.calls()
          .forEach((call, outcome) ->
              rows.append(
                  "<tr><th>%s%s</th>%s</tr>\n"
                      .formatted(
                          runs.size() > 1 ? Markup.text(run.name()) + ": " : "",
                          Markup.text(call),
                          call(outcome, run.seconds()))));
    }
    return table("Calls", FIGURES_HEAD, rows);
  }

  private static String call(Outcome outcome, double seconds) {
    return figures(outcome.ok() / seconds, outcome.latency(), outcome.refused(), outcome.failed());
  }

  private static String figures(double perSecond, Latency latency, long refused, long failed) {
    return Stream.of(
            Numbers.figure(perSecond),
            Numbers.figure(latency.p50()),
            Numbers.figure(latency.p90()),
            Numbers.figure(latency.p99()),
            Numbers.figure(latency.p999()),
            Numbers.figure(latency.max()),
            "%,d".formatted(refused),
            "%,d".formatted(failed))
        .map(figure -> "<td>" + figure + "</td>")
        .collect(Collectors.joining());
  }

  /** The faults of the shop, in the order of time; empty if there was none. */
  static String events(List<BenchRun> runs) {
    StringBuilder rows = new StringBuilder();
    for (BenchRun run : runs) {
      for (BenchRun.Event event : run.events()) {
        rows.append(
            "<tr><th>%s</th><td>%s</td><td>%s</td><td class=\"name\">%s</td></tr>\n"
                .formatted(
                    Markup.text(run.name()),
                    Numbers.figure(event.at()),
                    Numbers.figure(event.seconds()),
                    Markup.text(event.what())));
      }
    }
    return rows.isEmpty()
        ? ""
        : table("Timeline of faults", "<th>at, s</th><th>for, s</th><th>what</th>", rows);
  }

  /** Faults and how clients felt them, in the order of time. */
  static String faults(List<String> columns, List<HtmlReport.Row> faults) {
    StringBuilder rows = new StringBuilder();
    for (HtmlReport.Row fault : faults) {
      rows.append("<tr><th>%s</th>".formatted(Markup.text(fault.name())));
      fault.cells().forEach(cell -> rows.append("<td>%s</td>".formatted(Markup.text(cell))));
      rows.append("</tr>\n");
    }
    String head =
        columns.stream()
            .map(column -> "<th>%s, s</th>".formatted(Markup.text(column)))
            .collect(Collectors.joining());
    return table("Faults", head, rows);
  }

  /** Errors outside the books; empty if there is none. */
  static String findings(List<String> sentences) {
    return list("What is wrong", sentences);
  }

  /** Errors that the comparisons of the books found; empty if there is none. */
  static String books(List<BenchRun> runs) {
    return list(
        "Errors in the books",
        runs.stream()
            .flatMap(run -> run.books().discrepancies().stream().limit(DISCREPANCIES_MAX))
            .toList());
  }

  private static String list(String title, List<String> sentences) {
    String items =
        sentences.stream()
            .map(sentence -> "<li>" + Markup.text(sentence) + "</li>\n")
            .collect(Collectors.joining());
    return items.isEmpty()
        ? ""
        : "<section><h2>%s</h2><ul class=\"bad\">%s</ul></section>".formatted(title, items);
  }

  static String settings(List<BenchRun> runs) {
    Set<String> settings = new LinkedHashSet<>();
    runs.forEach(run -> settings.addAll(run.settings().keySet()));
    StringBuilder rows = new StringBuilder();
    for (String name : settings) {
      rows.append("<tr><th>").append(Markup.text(name)).append("</th>");
      runs.forEach(run ->
          rows.append("<td class=\"name\">")
              .append(Markup.text(run.settings().getOrDefault(name, "")))
              .append("</td>"));
      rows.append("</tr>\n");
    }
    String names =
        runs.stream()
            .map(run -> "<th class=\"name\">" + Markup.text(run.name()) + "</th>")
            .collect(Collectors.joining());
    String head = runs.size() == 1 ? "" : names;
    return table("Settings", head, rows);
  }

  private static String table(String title, String head, StringBuilder rows) {
    return """
    <section><h2>%s</h2><div class="wide"><table>
    %s
    <tbody>
    %s</tbody></table></div></section>
    """
        .formatted(
            title, head.isEmpty() ? "" : "<thead><tr><th></th>" + head + "</tr></thead>", rows);
  }
}
