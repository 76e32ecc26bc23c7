package tercet.testing.verifier.bench;

import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import tercet.testing.verifier.http.LoadClient;
import tercet.testing.verifier.http.LoadResult;
import tercet.testing.verifier.http.LoadSettings;
import tercet.testing.verifier.http.TooFewConnectionsException;
import tercet.testing.verifier.model.Audit;
import tercet.testing.verifier.shop.BulkReader;
import tercet.testing.verifier.shop.Oddity;
import tercet.testing.verifier.shop.OrderId;

/** Runs one load on a set of records, and compares its books. */
final class Measuring {
  private static final int PERCENTILE_STEPS_PER_HALVING = 5;
  private static final Duration READING_MAX = Duration.ofMinutes(5);
  private static final int READING_CONNECTIONS = 64;
  private static final int INTERVALS_MIN = 10;
  private static final int INTERVALS_MAX = 300;
  private static final long SECOND_MILLIS = 1_000;

  /** Twice the default deadline of a checkout. */
  private static final Duration SETTLING_MAX = Duration.ofSeconds(10);

  private static final DateTimeFormatter MADE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss ZZZZZ", Locale.ROOT);

  private static final BenchRun.BookCheck NOT_COMPARED = new BenchRun.BookCheck(false, List.of());

  private final Target target;
  private final Consumer<String> progress;

  Measuring(Target target, Consumer<String> progress) {
    this.target = target;
    this.progress = progress;
  }

  /** The interval of a plan: a second, but neither few intervals nor very many. */
  static Duration interval(Duration run) {
    long millis = run.toMillis();
    return Duration.ofMillis(
        Math.max(
            millis / INTERVALS_MAX, Math.max(1, Math.min(SECOND_MILLIS, millis / INTERVALS_MIN))));
  }

  /**
   * @param live hears of every interval
   * @return the run without a comparison of its books
   * @throws IOException if this machine or the shop has not enough connections
   */
  BenchRun run(LoadPlan plan, LoadSet set, Consumer<Interval> live) throws IOException {
    return run(plan, set, live, _ -> {});
  }

  /** The same, and reads some orders at once after their checkouts were acknowledged. */
  BenchRun runSampled(LoadPlan plan, LoadSet set, Consumer<Interval> live) throws IOException {
    try (EarlyAnswerSampler sampler =
        new EarlyAnswerSampler(
            target.address(), set.creditMax(plan.mix()), set.books().oddities())) {
      return run(plan, set, live, sampler::acknowledged).with(sampler.result());
    }
  }

  private BenchRun run(
      LoadPlan plan, LoadSet set, Consumer<Interval> live, Consumer<OrderId> acknowledged)
      throws IOException {
    LoadSettings load =
        LoadSettings.closedLoop(plan.connections())
            .withPace(plan.pace())
            .withDuration(plan.duration());
    Meter meter = new Meter(interval(plan.duration()), live);
    MixedLoad workload = new MixedLoad(set, plan.mix(), plan.skew(), meter, acknowledged);
    double before = target.processorMicros();
    LoadResult result = new LoadClient(target.address(), load).run(workload);
    double micros = target.processorMicros() - before;
    meter.end();
    if (result.sent() > 0 && result.connections() < plan.connections()) {
      throw new TooFewConnectionsException(
          ("the shop at %s took only %,d of %,d connections: ask for fewer (--connections), or"
                  + " raise its limit")
              .formatted(target.address(), result.connections(), plan.connections()));
    }
    if (workload.ranOut()) {
      progress.accept(
          "Ended after %.1f s: each of the %,d orders is checked out"
              .formatted(meter.seconds(), set.orderCount()));
    } else if (result.ending() == LoadResult.Ending.SERVER_GONE) {
      progress.accept("Ended after %.1f s: nothing answers any more".formatted(meter.seconds()));
    }
    double perRequest = result.answeredInAll() == 0 ? Double.NaN : micros / result.answeredInAll();
    return result(plan, meter, perRequest, List.of());
  }

  /** The figures of a meter, without a comparison of the books. */
  static BenchRun result(
      LoadPlan plan, Meter meter, double processorMicros, List<BenchRun.Event> events) {
    Map<String, Outcome> calls = new LinkedHashMap<>();
    meter.outcomes().forEach((call, outcome) -> calls.put(call.word(), outcome));
    Map<String, String> settings = plan.settings();
    settings.put("made", ZonedDateTime.now(ZoneId.systemDefault()).format(MADE));
    settings.put("made by", "tercet " + System.getProperty("tercet.version", "(unknown version)"));
    return new BenchRun(
        plan.name(),
        settings,
        meter.seconds(),
        calls,
        Latency.of(meter.latencies()),
        processorMicros,
        meter.series(),
        distribution(meter.latencies()),
        events,
        EarlyAnswers.NONE,
        NOT_COMPARED);
  }

  private static List<BenchRun.Percentile> distribution(Histogram latencies) {
    List<BenchRun.Percentile> points = new ArrayList<>();
    latencies
        .percentiles(PERCENTILE_STEPS_PER_HALVING)
        .forEach(step ->
            points.add(
                new BenchRun.Percentile(
                    step.getPercentileLevelIteratedTo(),
                    step.getValueIteratedTo() / Latency.NANOS_PER_MILLISECOND)));
    return points;
  }

  /** The same run with a comparison of its books. */
  BenchRun compared(BenchRun run, LoadSet set) {
    progress.accept("Comparing the books: reading %,d records".formatted(set.books().size()));
    BulkReader reader =
        new BulkReader(target.address(), READING_CONNECTIONS, READING_MAX)
            .noting(set.books().oddities())
            .telling(progress);
    Audit audit = set.books().audit(reader, SETTLING_MAX);
    progress.accept(audit.report());
    Oddity.report(set.books().oddities().list()).forEach(progress);
    return run.with(BenchRun.BookCheck.of(audit));
  }
}
