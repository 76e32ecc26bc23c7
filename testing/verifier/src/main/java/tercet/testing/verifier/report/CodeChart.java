package tercet.testing.verifier.report;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import tercet.testing.verifier.bench.BenchRun;

/** How many requests were answered with which code, as bars. */
final class CodeChart {
  private CodeChart() {}

  static String html(List<BenchRun> runs) {
    SortedSet<String> codes = new TreeSet<>();
    runs.forEach(run -> codes.addAll(run.byCode().keySet()));
    StringBuilder rows = new StringBuilder();
    for (String code : codes) {
      for (BenchRun run : runs) {
        long count = run.byCode().getOrDefault(code, 0L);
        double share = run.byCode().values().stream().mapToLong(Long::longValue).sum();
        double percent = share == 0 ? 0 : 100 * count / share;
        rows.append(
            """
            <tr><th>%s</th>%s<td class="bar"><b class="%s" style="width:%s%%"></b></td>\
            <td>%,d</td><td>%s %%</td></tr>
            """
                .formatted(
                    Markup.text(code),
                    runs.size() > 1
                        ? "<td class=\"name\">" + Markup.text(run.name()) + "</td>"
                        : "",
                    kind(code),
                    Numbers.coordinate(percent),
                    count,
                    Numbers.figure(percent)));
      }
    }
    boolean hasWords = codes.stream().anyMatch(code -> Character.isLetter(code.charAt(0)));
    return """
    <figure class="%s"><figcaption>Answers by code</figcaption>
    <table class="codes">
    %s</table>
    %s</figure>
    """
        .formatted(
            runs.size() > 1 ? "whole" : "",
            rows,
            hasWords
                ? "<p class=\"note\">Words are requests without a complete answer.</p>\n"
                : "");
  }

  private static String kind(String code) {
    return switch (code.charAt(0)) {
      case '2' -> "ok";
      case '4' -> "refused";
      default -> "failed";
    };
  }
}
