package tercet.testing.verifier.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import tercet.testing.verifier.bench.BenchRun;
import tercet.testing.verifier.bench.Interval;
import tercet.testing.verifier.report.LineChart.Line;
import tercet.testing.verifier.report.LineChart.Point;

/** Which plots a report has. */
final class Plots {
  static final int COLORS = 6;
  private static final int BLUE = 0;
  private static final int ORANGE = 1;
  private static final int GREEN = 2;
  private static final int RED = 3;
  private static final int PURPLE = 4;
  private static final String SECONDS = "seconds since the beginning";
  private static final double PERCENT_SHOWN_MIN = 99;

  private Plots() {}

  static List<LineChart> of(List<BenchRun> runs) {
    List<LineChart> charts = new ArrayList<>();
    if (runs.size() == 1) {
      BenchRun run = runs.getFirst();
      charts.add(throughput(runs, throughputLines(run)));
      charts.add(
          latencies(
              "Latency over time, ms",
              runs,
              List.of(
                  line("p50", GREEN, run, one -> one.latency().p50()),
                  line("p99", BLUE, run, one -> one.latency().p99()),
                  line("p99.9", PURPLE, run, one -> one.latency().p999()))));
    } else {
      charts.add(throughput(runs, perRun(runs, Interval::okPerSecond)));
      charts.add(latencies("p50 over time, ms", runs, perRun(runs, one -> one.latency().p50())));
      charts.add(latencies("p99 over time, ms", runs, perRun(runs, one -> one.latency().p99())));
    }
    charts.add(distribution(runs));
    return charts;
  }

  private static List<Line> throughputLines(BenchRun run) {
    List<Line> lines = new ArrayList<>();
    Line ok = line("2xx", BLUE, run, Interval::okPerSecond);
    lines.add(new Line(ok.name(), ok.color(), true, ok.points()));
    if (run.refused() > 0) {
      lines.add(line("4xx", ORANGE, run, Interval::refusedPerSecond));
    }
    if (run.failed() > 0) {
      lines.add(line("5xx or none", RED, run, Interval::failedPerSecond));
    }
    return lines;
  }

  private static List<Line> perRun(List<BenchRun> runs, ToDoubleFunction<Interval> value) {
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      lines.add(line(runs.get(i).name(), i % COLORS, runs.get(i), value));
    }
    return lines;
  }

  /** Each interval is a point in its middle. */
  private static Line line(String name, int color, BenchRun run, ToDoubleFunction<Interval> value) {
    List<Point> points =
        run.series().stream()
            .map(one -> new Point(one.start() + one.seconds() / 2, value.applyAsDouble(one)))
            .toList();
    return new Line(name, color, false, points);
  }

  private static LineChart throughput(List<BenchRun> runs, List<Line> lines) {
    return new LineChart(
        "Throughput over time, answers per second",
        SECONDS,
        "/s",
        time(runs),
        Axis.Linear.upTo(values(lines).max().orElse(1)),
        lines,
        events(runs));
  }

  private static LineChart latencies(String title, List<BenchRun> runs, List<Line> lines) {
    return new LineChart(title, SECONDS, "ms", time(runs), millis(lines), lines, events(runs));
  }

  private static LineChart distribution(List<BenchRun> runs) {
    List<Line> lines = new ArrayList<>();
    double most = PERCENT_SHOWN_MIN;
    for (int i = 0; i < runs.size(); i++) {
      List<Point> points = new ArrayList<>();
      for (BenchRun.Percentile at : runs.get(i).distribution()) {
        points.add(new Point(at.percent(), at.millis()));
        most = at.percent() < 100 ? Math.max(most, at.percent()) : most;
      }
      lines.add(new Line(runs.get(i).name(), i % COLORS, false, points));
    }
    return new LineChart(
        "Latency distribution, ms",
        "percentile",
        "ms",
        new Axis.Nines(most),
        millis(lines),
        lines,
        List.of());
  }

  private static Axis time(List<BenchRun> runs) {
    return Axis.Linear.exactly(
        runs.stream()
            .flatMap(run -> run.series().stream())
            .mapToDouble(one -> one.start() + one.seconds())
            .max()
            .orElse(1));
  }

  private static Axis millis(List<Line> lines) {
    return Axis.Logarithmic.around(
        values(lines).filter(value -> value > 0).min().orElse(0.1), values(lines).max().orElse(1));
  }

  private static DoubleStream values(List<Line> lines) {
    return lines.stream()
        .flatMap(line -> line.points().stream())
        .mapToDouble(Point::y)
        .filter(Double::isFinite);
  }

  private static List<BenchRun.Event> events(List<BenchRun> runs) {
    return runs.stream().map(BenchRun::events).flatMap(List::stream).toList();
  }
}
