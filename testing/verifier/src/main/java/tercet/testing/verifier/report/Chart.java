package tercet.testing.verifier.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tercet.testing.verifier.bench.BenchRun;
import tercet.testing.verifier.json.JsonText;

/**
 * Lines over a common axis: their figures as data, which a script of the page draws, and as a table
 * for a reader without scripts and for print.
 *
 * @param title the subject, with its unit
 * @param across label of the horizontal axis
 * @param unit of the values
 * @param scale of both axes
 * @param lines in the order of the legend
 * @param events to be marked, if the horizontal axis is time
 */
record Chart(
    String title,
    String across,
    String unit,
    Scale scale,
    List<Line> lines,
    List<BenchRun.Event> events) {
  /** Of a long run not every second has a row. */
  private static final int ROWS_MAX = 40;

  Chart {
    lines = List.copyOf(lines);
    events = List.copyOf(events);
  }

  /** How values are laid out; the script knows these names. */
  enum Scale {
    /** Even steps over time. */
    LINEAR,
    /** Even steps for each factor, over time. */
    LOGARITHMIC,
    /** Even steps for each factor, over percentiles. */
    NINES;

    /** Whether a value has a place. */
    boolean shows(double value) {
      return Double.isFinite(value) && (this == LINEAR || value > 0);
    }
  }

  /**
   * @param color number of a color of the style sheet
   * @param filled whether the area below is shown
   */
  record Line(String name, int color, boolean filled, List<Point> points) {
    Line {
      points = List.copyOf(points);
    }
  }

  /**
   * @param y NaN where there is nothing to show
   */
  record Point(double x, double y) {}

  /** Where a percentile is on an axis on which each nine is as wide as the one before. */
  static double nines(double percent) {
    return -Math.log10(1 - percent / 100);
  }

  String html() {
    return """
    <figure class="chart%s">
    <figcaption>%s</figcaption>
    <div class="plot"></div>
    <div class="figures wide"><table>
    %s</table></div>
    <script type="application/json">
    %s</script>
    </figure>
    """
        .formatted(events.isEmpty() ? "" : " whole", Markup.text(title), table(), data());
  }

  private String table() {
    StringBuilder table = new StringBuilder();
    table.append("<thead><tr><th>").append(Markup.text(across)).append("</th>");
    lines.forEach(line ->
        table.append("<th>").append(Markup.text(line.name() + ", " + unit)).append("</th>"));
    table.append("</tr></thead>\n<tbody>\n");
    SortedMap<Double, double[]> rows = rows();
    int every = Math.ceilDiv(rows.size(), ROWS_MAX);
    int index = 0;
    for (Map.Entry<Double, double[]> row : rows.entrySet()) {
      if (index++ % every == 0) {
        table.append("<tr><th>").append(Numbers.shortly(row.getKey())).append("</th>");
        Arrays.stream(row.getValue())
            .forEach(value -> table.append("<td>").append(Numbers.figure(value)).append("</td>"));
        table.append("</tr>\n");
      }
    }
    return table.append("</tbody>").toString();
  }

  private SortedMap<Double, double[]> rows() {
    SortedMap<Double, double[]> rows = new TreeMap<>();
    for (int i = 0; i < lines.size(); i++) {
      for (Point point : lines.get(i).points()) {
        double[] row = rows.computeIfAbsent(point.x(), x -> empty(lines.size()));
        row[i] = point.y();
      }
    }
    return rows;
  }

  private static double[] empty(int length) {
    double[] row = new double[length];
    Arrays.fill(row, Double.NaN);
    return row;
  }

  /** For the script: JSON in which no markup can end. */
  private String data() {
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("scale", scale.name());
    data.put("across", across);
    data.put("unit", unit);
    data.put("lines", lines.stream().map(this::data).toList());
    List<Object> marks = new ArrayList<>();
    events.forEach(event ->
        marks.add(Map.of("what", event.what(), "at", event.at(), "seconds", event.seconds())));
    data.put("events", marks);
    return JsonText.writeCompact(data).replace("<", "\\u003c");
  }

  private Map<String, @Nullable Object> data(Line line) {
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("name", line.name());
    data.put("color", line.color());
    data.put("filled", line.filled());
    List<Object> across = new ArrayList<>();
    List<@Nullable Object> values = new ArrayList<>();
    for (Point point : line.points()) {
      double x = scale == Scale.NINES ? nines(point.x()) : point.x();
      if (Double.isFinite(x)) {
        across.add(JsonText.number(x));
        values.add(scale.shows(point.y()) ? JsonText.number(point.y()) : null);
      }
    }
    data.put("x", across);
    data.put("y", values);
    return data;
  }
}
