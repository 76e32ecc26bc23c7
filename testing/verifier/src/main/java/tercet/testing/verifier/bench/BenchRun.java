package tercet.testing.verifier.bench;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tercet.testing.verifier.model.Audit;
import tercet.testing.verifier.model.Discrepancy;

/**
 * One measured run.
 *
 * @param name for a person, to tell it from others
 * @param settings how it was run, for a person
 * @param seconds from the first request to the last outcome
 * @param calls figures by kind of call, such as {@code checkout}
 * @param latency of all complete answers; in an open loop from the scheduled starts
 * @param processorMicros processor time of the shop per complete answer; NaN if it is unknown
 * @param series the run in pieces
 * @param distribution of the latencies
 * @param events events of the shop meanwhile, such as faults
 * @param early whether checkouts were answered before they were paid
 * @param books the comparison of the books
 */
public record BenchRun(
    String name,
    Map<String, String> settings,
    double seconds,
    Map<String, Outcome> calls,
    Latency latency,
    double processorMicros,
    List<Interval> series,
    List<Percentile> distribution,
    List<Event> events,
    EarlyAnswers early,
    BookCheck books) {

  public BenchRun {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    calls = Collections.unmodifiableMap(new LinkedHashMap<>(calls));
    series = List.copyOf(series);
    distribution = List.copyOf(distribution);
    events = List.copyOf(events);
  }

  /**
   * A point of the distribution.
   *
   * @param percent of the answers that did not take longer, 0 to 100
   */
  public record Percentile(double percent, double millis) {}

  /**
   * Something that was done to the shop at a moment, or from then on.
   *
   * @param at seconds since the beginning of the run
   * @param seconds how long it lasted; 0 for a moment
   */
  public record Event(double at, double seconds, String what) {}

  /**
   * The result of a comparison of the books.
   *
   * @param compared false if there was no comparison
   * @param discrepancies everything that is wrong, each as a sentence
   */
  public record BookCheck(boolean compared, List<String> discrepancies) {
    public BookCheck {
      discrepancies = List.copyOf(discrepancies);
    }

    public static BookCheck of(Audit audit) {
      return new BookCheck(
          true, audit.discrepancies().stream().map(Discrepancy::sentence).toList());
    }

    /** True unless something is known to be wrong. */
    public boolean isRight() {
      return discrepancies.isEmpty();
    }
  }

  /** The same run with one more setting, or another value of one. */
  public BenchRun with(String setting, String value) {
    Map<String, String> more = new LinkedHashMap<>(settings);
    more.put(setting, value);
    return new BenchRun(
        name,
        more,
        seconds,
        calls,
        latency,
        processorMicros,
        series,
        distribution,
        events,
        early,
        books);
  }

  /** The same run with a comparison of its books. */
  public BenchRun with(BookCheck compared) {
    return new BenchRun(
        name,
        settings,
        seconds,
        calls,
        latency,
        processorMicros,
        series,
        distribution,
        events,
        early,
        compared);
  }

  /** The same run with a sample of acknowledged checkouts. */
  BenchRun with(EarlyAnswers sample) {
    return new BenchRun(
        name,
        settings,
        seconds,
        calls,
        latency,
        processorMicros,
        series,
        distribution,
        events,
        sample,
        books);
  }

  /** True unless a record or an answer is known to be wrong. */
  public boolean isRight() {
    return books.isRight() && !early.isWrong();
  }

  /** Answers with 2xx. */
  public long ok() {
    return calls.values().stream().mapToLong(Outcome::ok).sum();
  }

  /** Answers with 4xx. */
  public long refused() {
    return calls.values().stream().mapToLong(Outcome::refused).sum();
  }

  /** Everything else. */
  public long failed() {
    return calls.values().stream().mapToLong(Outcome::failed).sum();
  }

  /** Answers with 2xx per second. */
  public double okPerSecond() {
    return seconds == 0 ? 0 : ok() / seconds;
  }

  /** Orders that were paid in this run, per second: repeated checkouts do not count. */
  public double uniqueCheckoutsPerSecond() {
    Outcome checkouts = calls.get(LoadCall.CHECKOUT.word());
    return checkouts == null || seconds == 0 ? 0 : checkouts.ok() / seconds;
  }

  /** Requests by status or breakage, of all calls. */
  public SortedMap<String, Long> byCode() {
    SortedMap<String, Long> byCode = new TreeMap<>();
    calls
        .values()
        .forEach(outcome ->
            outcome.byCode().forEach((code, count) -> byCode.merge(code, count, Long::sum)));
    return byCode;
  }
}
