package tercet.testing.verifier.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import tercet.testing.verifier.bench.BenchRun;
import tercet.testing.verifier.bench.Interval;
import tercet.testing.verifier.report.Chart.Line;
import tercet.testing.verifier.report.Chart.Point;
import tercet.testing.verifier.report.Chart.Scale;

/** Which plots a report has. */
final class Plots {
  static final int COLORS = 6;
  private static final int BLUE = 0;
  private static final int ORANGE = 1;
  private static final int GREEN = 2;
  private static final int RED = 3;
  private static final int PURPLE = 4;
  private static final String SECONDS = "seconds since the beginning";

  private Plots() {}

  static List<Chart> of(List<BenchRun> runs) {
    List<Chart> charts = new ArrayList<>();
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

  private static Chart throughput(List<BenchRun> runs, List<Line> lines) {
    String title = "Throughput over time, answers per second";
    return new Chart(title, SECONDS, "/s", Scale.LINEAR, lines, events(runs));
  }

  private static Chart latencies(String title, List<BenchRun> runs, List<Line> lines) {
    return new Chart(title, SECONDS, "ms", Scale.LOGARITHMIC, lines, events(runs));
  }

  /** The slowest answer has no place on an axis of nines; a card says it. */
  private static Chart distribution(List<BenchRun> runs) {
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      List<Point> points =
          runs.get(i).distribution().stream()
              .map(at -> new Point(at.percent(), at.millis()))
              .toList();
      lines.add(new Line(runs.get(i).name(), i % COLORS, false, points));
    }
    return new Chart("Latency distribution, ms", "percentile", "ms", Scale.NINES, lines, List.of());
  }

  private static List<BenchRun.Event> events(List<BenchRun> runs) {
    return runs.stream().map(BenchRun::events).flatMap(List::stream).toList();
  }
}
