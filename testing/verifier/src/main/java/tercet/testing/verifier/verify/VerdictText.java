package tercet.testing.verifier.verify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tercet.testing.verifier.contention.ContentionResult;
import tercet.testing.verifier.model.Anomaly;
import tercet.testing.verifier.model.Discrepancy;
import tercet.testing.verifier.shop.Oddity;
import tercet.testing.verifier.text.TextTable;

/** Writes a verdict for a person. */
public final class VerdictText {
  private static final TextTable TABLE =
      TextTable.of("contest", 8)
          .column("bought", 9)
          .column("refused", 9)
          .column("unclear", 9)
          .column("paid", 10)
          .column("records", 9)
          .column("calls/s", 10)
          .column("p99 ms", 9)
          .column("consistent", 12)
          .column("wrong", 9);
  private static final int SENTENCES_PER_FAULT_MAX = 5;
  private static final double NANOS_PER_SECOND = 1e9;

  private VerdictText() {}

  /** A table of the answers and the records, all errors, and the verdict. */
  public static String of(Verdict verdict) {
    List<String> lines = new ArrayList<>();
    settings(verdict, lines);
    table(verdict, lines);
    faults(verdict, lines);
    lines.addAll(Oddity.report(verdict.oddities()));
    lines.add("");
    lines.add(judgement(verdict));
    return String.join("\n", lines);
  }

  private static void settings(Verdict verdict, List<String> lines) {
    Map<String, String> byName =
        verdict.contests().stream()
            .collect(
                Collectors.toMap(
                    ContentionResult::name,
                    ContentionResult::setting,
                    (first, _) -> first,
                    LinkedHashMap::new));
    byName.forEach((name, setting) -> lines.add("%-9s%s".formatted(name, setting)));
    lines.add("");
  }

  private static void table(Verdict verdict, List<String> lines) {
    lines.add("              told clients          shop says");
    lines.add(TABLE.head());
    lines.add(TABLE.rule());
    verdict.contests().forEach(contest -> lines.add(row(contest)));
  }

  private static String row(ContentionResult contest) {
    ContentionResult.Counts told = contest.counts();
    return TABLE.row(
        contest.name(),
        List.of(
            count(told.paid()),
            count(told.refused()),
            count(told.unknown()),
            count(contest.settlement().audit().paid()),
            count(told.records()),
            count(Math.round(contest.load().perSecond())),
            "%,.1f".formatted(contest.load().latencyMillis(99)),
            timeToConsistency(contest),
            count(contest.discrepancies().size())));
  }

  private static String count(long number) {
    return "%,d".formatted(number);
  }

  private static String timeToConsistency(ContentionResult contest) {
    Duration after = contest.settlement().after();
    if (!contest.isWon()) {
      return "never";
    }
    return after.isZero() ? "at once" : "%.1f s".formatted(after.toNanos() / NANOS_PER_SECOND);
  }

  private static void faults(Verdict verdict, List<String> lines) {
    Map<Anomaly, List<Discrepancy>> byFault =
        verdict.contests().stream()
            .flatMap(contest -> contest.discrepancies().stream())
            .collect(
                Collectors.groupingBy(
                    Discrepancy::fault, () -> new EnumMap<>(Anomaly.class), Collectors.toList()));
    byFault.forEach((fault, found) -> {
      lines.add("");
      lines.add("%s: %,d times %s".formatted(name(fault), found.size(), fault.meaning()));
      found.stream()
          .limit(SENTENCES_PER_FAULT_MAX)
          .forEach(one -> lines.add("  " + one.sentence()));
      if (found.size() > SENTENCES_PER_FAULT_MAX) {
        lines.add(
            "  and %,d more (--json has all)".formatted(found.size() - SENTENCES_PER_FAULT_MAX));
      }
    });
  }

  /** The word for a fault in texts and files, for example {@code taken-twice}. */
  static String name(Anomaly fault) {
    return fault.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String judgement(Verdict verdict) {
    if (verdict.isRight()) {
      return "RIGHT: the shop's records agree with all answers, to the last unit.";
    }
    String again = "%nThe same again: --seed %d.".formatted(verdict.seed());
    String patience =
        verdict.settleMax().isZero() ? " --settle 30s shows whether it gets right later." : "";
    return "WRONG: %,d discrepancies.".formatted(verdict.discrepancies()) + again + patience;
  }
}
