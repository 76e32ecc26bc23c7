package tercet.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tercet.judge.books.Audit;

/** Writes measurements for people and for programs. */
final class Report {
  private static final String HEAD =
      "%-28s %10s %8s %8s %9s %11s  %s"
          .formatted("", "per second", "p50 ms", "p99 ms", "p99.9 ms", "CPU us/req", "not 200");

  private Report() {}

  static String round(Round round) {
    return HEAD + "\n" + lines(round) + "\n" + ratio(round.ratio());
  }

  static String result(BenchResult result) {
    Round median = Round.median(result.rounds());
    return """
    Median of %d rounds
    %s
    %s
    %s
    %s
    Books: %s\
    """
        .formatted(
            result.rounds().size(),
            HEAD,
            lines(median),
            ratio(result.ratio()),
            line("open loop, %,.0f offered".formatted(result.offeredPerSecond()), result.open()),
            result.isRight() ? "right" : "WRONG");
  }

  private static String lines(Round round) {
    return line("do nothing", round.noop()) + "\n" + line("checkout", round.checkout());
  }

  private static String ratio(double ratio) {
    return "checkout / do nothing: %.3f".formatted(ratio);
  }

  private static String line(String name, Measurement found) {
    return "%-28s %,10.0f %8.2f %8.2f %9.2f %11s  %s"
        .formatted(
            name,
            found.perSecond(),
            found.p50Millis(),
            found.p99Millis(),
            found.p999Millis(),
            Double.isNaN(found.cpuMicros()) ? "-" : "%.1f".formatted(found.cpuMicros()),
            notOk(found));
  }

  private static String notOk(Measurement found) {
    return found.otherAnswers() + found.broken() == 0
        ? "-"
        : "%,.0f other, %,.0f broken".formatted(found.otherAnswers(), found.broken());
  }

  static String json(BenchSettings settings, BenchResult result) {
    String rounds =
        result.rounds().stream().map(Report::json).collect(Collectors.joining(",\n    "));
    return """
    {
      "connections": %d,
      "seconds": %s,
      "records": %d,
      "processors": %d,
      "java": "%s",
      "rounds": [
        %s
      ],
      "median": %s,
      "median_ratio": %s,
      "open_loop": {"offered_per_second": %s, "checkout": %s},
      "books_right": %b,
      "discrepancies": %d
    }
    """
        .formatted(
            settings.connections(),
            number(settings.seconds().toMillis() / 1_000.0),
            settings.records(),
            Runtime.getRuntime().availableProcessors(),
            Runtime.version(),
            rounds,
            json(Round.median(result.rounds())),
            number(result.ratio()),
            number(result.offeredPerSecond()),
            json(result.open()),
            result.isRight(),
            discrepancies(result.audits()));
  }

  private static long discrepancies(List<Audit> audits) {
    return audits.stream().mapToLong(audit -> audit.discrepancies().size()).sum();
  }

  private static String json(Round round) {
    return "{\"noop\": %s, \"checkout\": %s, \"ratio\": %s}"
        .formatted(json(round.noop()), json(round.checkout()), number(round.ratio()));
  }

  private static String json(Measurement found) {
    return """
    {"per_second": %s, "other_answers": %s, "broken": %s, "p50_ms": %s, "p99_ms": %s, \
    "p999_ms": %s, "cpu_micros": %s}\
    """
        .formatted(
            number(found.perSecond()),
            number(found.otherAnswers()),
            number(found.broken()),
            number(found.p50Millis()),
            number(found.p99Millis()),
            number(found.p999Millis()),
            number(found.cpuMicros()));
  }

  /** JSON has neither infinity nor NaN. */
  private static String number(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.4f", value) : "null";
  }
}
