package tercet.testing.verifier.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tercet.testing.verifier.json.JsonFields;
import tercet.testing.verifier.json.JsonText;

/**
 * Runs as a file, to be read by programs and compared; {@code docs/reference/results.md} explains
 * it.
 */
public final class BenchJson {
  private static final String TOOL = "tercet bench";
  private static final int SCHEMA = 1;

  private BenchJson() {}

  public static String of(List<BenchRun> runs) {
    return JsonText.write(file(runs));
  }

  /** The runs of a ratio test, with every round's figures. */
  public static String of(RatioResult result) {
    Map<String, @Nullable Object> file = file(result.runs());
    file.put("median_ratio", JsonText.number(result.ratio()));
    file.put("books_right", result.isRight());
    file.put("rounds", result.rounds().stream().map(BenchJson::round).toList());
    return JsonText.write(file);
  }

  private static Map<String, @Nullable Object> file(List<BenchRun> runs) {
    Map<String, @Nullable Object> file = new LinkedHashMap<>();
    file.put("tool", TOOL);
    file.put("schema", SCHEMA);
    file.put("runs", runs.stream().map(BenchJson::run).toList());
    return file;
  }

  private static Map<String, @Nullable Object> round(Round round) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("noop_per_second", JsonText.number(round.noop().okPerSecond()));
    fields.put("checkout_per_second", JsonText.number(round.checkout().uniqueCheckoutsPerSecond()));
    fields.put("ratio", JsonText.number(round.ratio()));
    return fields;
  }

  /** One run as the fields of an object of {@link JsonText}. */
  public static Map<String, @Nullable Object> run(BenchRun run) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("name", run.name());
    fields.put("settings", run.settings());
    fields.put("seconds", JsonText.number(run.seconds()));
    fields.put("ok_per_second", JsonText.number(run.okPerSecond()));
    fields.put("unique_checkouts_per_second", JsonText.number(run.uniqueCheckoutsPerSecond()));
    fields.put("latency_ms", latency(run.latency()));
    fields.put("cpu_us_per_request", JsonText.number(run.processorMicros()));
    Map<String, @Nullable Object> calls = new LinkedHashMap<>();
    run.calls().forEach((call, outcome) -> calls.put(call, outcome(outcome)));
    fields.put("calls", calls);
    fields.put("series", run.series().stream().map(BenchJson::interval).toList());
    fields.put("distribution", run.distribution().stream().map(BenchJson::point).toList());
    fields.put("events", run.events().stream().map(BenchJson::event).toList());
    Map<String, @Nullable Object> early = new LinkedHashMap<>();
    early.put("sampled", run.early().sampled());
    early.put("early", run.early().early());
    fields.put("early_answers", early);
    Map<String, @Nullable Object> books = new LinkedHashMap<>();
    books.put("compared", run.books().compared());
    books.put("discrepancies", run.books().discrepancies());
    fields.put("books", books);
    return fields;
  }

  private static List<@Nullable Double> point(BenchRun.Percentile at) {
    return Arrays.asList(JsonText.number(at.percent()), JsonText.number(at.millis()));
  }

  private static Map<String, @Nullable Object> latency(Latency latency) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("p50", JsonText.number(latency.p50()));
    fields.put("p90", JsonText.number(latency.p90()));
    fields.put("p99", JsonText.number(latency.p99()));
    fields.put("p999", JsonText.number(latency.p999()));
    fields.put("max", JsonText.number(latency.max()));
    return fields;
  }

  private static Map<String, @Nullable Object> outcome(Outcome outcome) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("by_code", outcome.byCode());
    fields.put("latency_ms", latency(outcome.latency()));
    return fields;
  }

  private static Map<String, @Nullable Object> interval(Interval interval) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("start_s", JsonText.number(interval.start()));
    fields.put("seconds", JsonText.number(interval.seconds()));
    fields.put("ok", interval.ok());
    fields.put("refused", interval.refused());
    fields.put("failed", interval.failed());
    fields.put("latency_ms", latency(interval.latency()));
    return fields;
  }

  private static Map<String, @Nullable Object> event(BenchRun.Event event) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("at_s", JsonText.number(event.at()));
    fields.put("seconds", JsonText.number(event.seconds()));
    fields.put("what", event.what());
    return fields;
  }

  /**
   * @param text of a file that was written here
   * @throws IOException with a sentence for a person, if it was not
   */
  public static List<BenchRun> read(String text) throws IOException {
    JsonFields file = JsonFields.read(text);
    if (!file.text("tool").equals(TOOL) || file.number("schema") != SCHEMA) {
      throw new IOException("it is no result of '%s' with schema %d".formatted(TOOL, SCHEMA));
    }
    List<BenchRun> runs = new ArrayList<>();
    for (JsonFields run : file.objects("runs")) {
      runs.add(readRun(run));
    }
    return runs;
  }

  private static BenchRun readRun(JsonFields run) throws IOException {
    Map<String, String> settings = new LinkedHashMap<>();
    JsonFields given = run.object("settings");
    for (String name : given.names()) {
      settings.put(name, given.text(name));
    }
    Map<String, Outcome> calls = new LinkedHashMap<>();
    JsonFields outcomes = run.object("calls");
    for (String call : outcomes.names()) {
      calls.put(call, readOutcome(outcomes.object(call)));
    }
    List<Interval> series = new ArrayList<>();
    for (JsonFields interval : run.objects("series")) {
      series.add(readInterval(interval));
    }
    List<BenchRun.Event> events = new ArrayList<>();
    for (JsonFields event : run.objects("events")) {
      events.add(
          new BenchRun.Event(event.number("at_s"), event.number("seconds"), event.text("what")));
    }
    List<BenchRun.Percentile> distribution = new ArrayList<>();
    for (List<Double> point : run.points("distribution")) {
      distribution.add(new BenchRun.Percentile(point.getFirst(), point.getLast()));
    }
    JsonFields books = run.object("books");
    return new BenchRun(
        run.text("name"),
        settings,
        run.number("seconds"),
        calls,
        readLatency(run.object("latency_ms")),
        run.number("cpu_us_per_request"),
        series,
        distribution,
        events,
        readEarly(run),
        new BenchRun.BookCheck(books.flag("compared"), books.texts("discrepancies")));
  }

  /** Files of earlier versions do not have it. */
  private static EarlyAnswers readEarly(JsonFields run) throws IOException {
    if (!run.names().contains("early_answers")) {
      return EarlyAnswers.NONE;
    }
    JsonFields early = run.object("early_answers");
    return new EarlyAnswers((long) early.number("sampled"), (long) early.number("early"));
  }

  private static Outcome readOutcome(JsonFields outcome) throws IOException {
    SortedMap<String, Long> byCode = new TreeMap<>();
    JsonFields counts = outcome.object("by_code");
    for (String code : counts.names()) {
      byCode.put(code, (long) counts.number(code));
    }
    return new Outcome(byCode, readLatency(outcome.object("latency_ms")));
  }

  private static Interval readInterval(JsonFields interval) throws IOException {
    return new Interval(
        interval.number("start_s"),
        interval.number("seconds"),
        (long) interval.number("ok"),
        (long) interval.number("refused"),
        (long) interval.number("failed"),
        readLatency(interval.object("latency_ms")));
  }

  private static Latency readLatency(JsonFields latency) throws IOException {
    return new Latency(
        latency.number("p50"),
        latency.number("p90"),
        latency.number("p99"),
        latency.number("p999"),
        latency.number("max"));
  }
}
