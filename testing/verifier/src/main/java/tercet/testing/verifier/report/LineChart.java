package tercet.testing.verifier.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tercet.testing.verifier.bench.BenchRun;

/**
 * Lines over a common axis, as SVG that needs no script; a script adds a crosshair.
 *
 * @param title what is shown, with its unit
 * @param across label of the horizontal axis, with its unit
 * @param unit of the values
 * @param horizontal axis
 * @param vertical axis
 * @param lines in the order of the legend
 * @param events to be marked, if the horizontal axis is time
 */
record LineChart(
    String title,
    String across,
    String unit,
    Axis horizontal,
    Axis vertical,
    List<Line> lines,
    List<BenchRun.Event> events) {
  private static final int WIDTH = 720;

  /** Size of a chart with events, which fills the page, so that their names have room. */
  private static final int WIDTH_WHOLE = 1_180;

  private static final int HEIGHT = 310;
  private static final int LEFT = 58;
  private static final int RIGHT = 28;
  private static final int TOP = 12;
  private static final int BOTTOM = 48;

  LineChart {
    lines = List.copyOf(lines);
    events = List.copyOf(events);
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

  String html() {
    Marks marks = new Marks(events, horizontal, LEFT, right());
    return """
    <figure%s>
    <figcaption>%s</figcaption>
    <div class="legend">%s</div>
    <svg viewBox="0 -%d %d %d" role="img" aria-label="%s" data-lines="%s">
    %s%s%s%s<line class="cross" y1="%d" y2="%d"/>
    <text class="label" x="%d" y="%d">%s</text>
    </svg>
    </figure>
    """
        .formatted(
            isWhole() ? " class=\"whole\"" : "",
            Markup.text(title),
            legend(),
            marks.height(),
            width(),
            HEIGHT + marks.height(),
            Markup.text(title),
            Markup.text(values()),
            grid(),
            marks.svg(TOP - marks.height(), HEIGHT - BOTTOM),
            lines.stream().map(this::area).collect(Collectors.joining()),
            lines.stream().map(this::path).collect(Collectors.joining()),
            TOP,
            HEIGHT - BOTTOM,
            (LEFT + right()) / 2,
            HEIGHT - 6,
            Markup.text(across));
  }

  private boolean isWhole() {
    return !events.isEmpty();
  }

  private int width() {
    return isWhole() ? WIDTH_WHOLE : WIDTH;
  }

  private int right() {
    return width() - RIGHT;
  }

  private String legend() {
    return lines.stream()
        .map(line ->
            "<span><i class=\"c%d\"></i>%s</span>"
                .formatted(line.color(), Markup.text(line.name())))
        .collect(Collectors.joining());
  }

  private String grid() {
    StringBuilder grid = new StringBuilder();
    for (Axis.Tick tick : vertical.ticks()) {
      String y = Numbers.coordinate(y(tick.at()));
      grid.append(
          "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%s\" y2=\"%s\"/>"
              .formatted(LEFT, right(), y, y));
      grid.append(
          "<text class=\"tick end\" x=\"%d\" y=\"%s\" dy=\"5\">%s</text>\n"
              .formatted(LEFT - 8, y, Markup.text(tick.label())));
    }
    for (Axis.Tick tick : horizontal.ticks()) {
      grid.append(
          "<text class=\"tick\" x=\"%s\" y=\"%d\">%s</text>\n"
              .formatted(
                  Numbers.coordinate(x(tick.at())),
                  HEIGHT - BOTTOM + 19,
                  Markup.text(tick.label())));
    }
    return grid.toString();
  }

  private String area(Line line) {
    List<Point> shown = shown(line);
    if (!line.filled() || shown.isEmpty()) {
      return "";
    }
    double bottom = y(0);
    return "<path class=\"area c%d\" d=\"M%s,%s %s L%s,%s Z\"/>\n"
        .formatted(
            line.color(),
            Numbers.coordinate(shown.getFirst().x()),
            Numbers.coordinate(bottom),
            shown.stream().map(at -> "L" + pair(at)).collect(Collectors.joining(" ")),
            Numbers.coordinate(shown.getLast().x()),
            Numbers.coordinate(bottom));
  }

  private String path(Line line) {
    StringBuilder path = new StringBuilder();
    boolean isDown = false;
    for (Point point : line.points()) {
      Point place = place(point);
      if (Double.isFinite(place.y())) {
        path.append(isDown ? 'L' : 'M').append(pair(place)).append(' ');
      }
      isDown = Double.isFinite(place.y());
    }
    return "<path class=\"line c%d\" d=\"%s\"/>\n".formatted(line.color(), path.toString().strip());
  }

  private List<Point> shown(Line line) {
    return line.points().stream()
        .map(this::place)
        .filter(point -> Double.isFinite(point.y()))
        .toList();
  }

  private Point place(Point point) {
    return new Point(x(horizontal.place(point.x())), y(vertical.place(point.y())));
  }

  private double x(double place) {
    return LEFT + place * (right() - LEFT);
  }

  private static double y(double place) {
    return HEIGHT - BOTTOM - place * (HEIGHT - TOP - BOTTOM);
  }

  private static String pair(Point point) {
    return Numbers.coordinate(point.x()) + "," + Numbers.coordinate(point.y());
  }

  private String across(double value) {
    return horizontal instanceof Axis.Nines
        ? Numbers.shortly(value) + " %"
        : Numbers.figure(value) + " s";
  }

  /** For the crosshair: of each line its name, color, and for each point place, x and y. */
  private String values() {
    List<String> all = new ArrayList<>();
    for (Line line : lines) {
      String points =
          line.points().stream()
              .filter(point -> Double.isFinite(point.y()))
              .map(point ->
                  "[%s,\"%s\",\"%s\"]"
                      .formatted(
                          Numbers.coordinate(place(point).x()),
                          across(point.x()),
                          Numbers.figure(point.y()) + " " + unit))
              .collect(Collectors.joining(","));
      String name = line.name().replace("\\", "\\\\").replace("\"", "\\\"");
      all.add(
          "{\"name\":\"%s\",\"color\":%d,\"points\":[%s]}".formatted(name, line.color(), points));
    }
    return "[" + String.join(",", all) + "]";
  }
}
