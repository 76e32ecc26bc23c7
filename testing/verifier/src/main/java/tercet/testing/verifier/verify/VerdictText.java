package tercet.testing.verifier.verify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tercet.testing.verifier.contention.ContentionResult;
import tercet.testing.verifier.model.CauseReport;
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
  private static final double NANOS_PER_SECOND = 1e9;

  private VerdictText() {}

  /** A table of the answers and the records, all errors, and the verdict. */
  public static String of(Verdict verdict) {
    List<String> lines = new ArrayList<>();
    settings(verdict, lines);
    table(verdict, lines);
    verdict.contests().stream()
        .filter(contest -> !contest.isFinished())
        .forEach(contest ->
            lines.add(
                "%s: %s. Judged by what was seen."
                    .formatted(contest.name(), contest.unfinished())));
    causes(verdict, lines);
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
      return contest.discrepancies().isEmpty() ? "not known" : "never";
    }
    return after.isZero() ? "at once" : "%.1f s".formatted(after.toNanos() / NANOS_PER_SECOND);
  }

  private static void causes(Verdict verdict, List<String> lines) {
    List<Discrepancy> all =
        verdict.contests().stream().flatMap(one -> one.discrepancies().stream()).toList();
    if (!all.isEmpty()) {
      lines.add("");
      lines.add("Discrepancies by likely cause, the most upstream first (--json has all):");
      lines.addAll(CauseReport.lines(all));
    }
  }

  private static String judgement(Verdict verdict) {
    if (verdict.isRight()) {
      return "RIGHT: the shop's records agree with all answers, to the last unit.";
    }
    if (verdict.discrepancies() == 0) {
      return "NOT FINISHED: nothing wrong was seen, but not everything was tested.";
    }
    String again = "%nThe same again: --seed %d.".formatted(verdict.seed());
    String patience =
        verdict.settleMax().isZero() ? " --settle 30s shows whether it gets right later." : "";
    return "WRONG: %,d discrepancies.".formatted(verdict.discrepancies()) + again + patience;
  }
}
