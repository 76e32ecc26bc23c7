package tercet.testing.verifier.verify;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tercet.testing.verifier.contention.ContentionResult;
import tercet.testing.verifier.json.JsonText;
import tercet.testing.verifier.model.Audit;
import tercet.testing.verifier.model.CauseReport;
import tercet.testing.verifier.model.Discrepancy;
import tercet.testing.verifier.shop.Oddity;

/** Writes a verdict for a program; {@code docs/reference/results.md} explains every field. */
public final class VerdictJson {
  private static final int SCHEMA = 1;
  private static final double NANOS_PER_MILLISECOND = 1e6;

  private VerdictJson() {}

  public static String of(Verdict verdict) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("tool", "tercet verify");
    fields.put("schema", SCHEMA);
    fields.put("url", verdict.base().toString());
    fields.put("seed", verdict.seed());
    fields.put("settle_max_ms", verdict.settleMax().toMillis());
    fields.put("right", verdict.isRight());
    fields.put("finished", verdict.isFinished());
    fields.put("discrepancies", verdict.discrepancies());
    fields.put("contests", verdict.contests().stream().map(VerdictJson::contest).toList());
    fields.put("causes", causes(verdict));
    fields.put("oddities", verdict.oddities().stream().map(VerdictJson::oddity).toList());
    return JsonText.write(fields);
  }

  private static Map<String, @Nullable Object> contest(ContentionResult contest) {
    ContentionResult.Counts counts = contest.counts();
    Audit audit = contest.settlement().audit();
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("name", contest.name());
    fields.put("setting", contest.setting());
    fields.put("told_paid", counts.paid());
    fields.put("told_refused", counts.refused());
    fields.put("unknown", counts.unknown());
    fields.put("unknown_paid", audit.unknownPaid());
    fields.put("not_asked", counts.notAsked());
    fields.put("paid", audit.paid());
    fields.put("records", counts.records());
    fields.put("calls", contest.load().sent());
    fields.put("calls_per_second", JsonText.number(contest.load().perSecond()));
    fields.put("p99_ms", JsonText.number(contest.load().latencyMillis(99)));
    fields.put(
        "time_to_consistency_ms",
        contest.isWon()
            ? JsonText.number(contest.settlement().after().toNanos() / NANOS_PER_MILLISECOND)
            : null);
    fields.put("right", contest.isWon());
    fields.put("unfinished", contest.unfinished());
    fields.put("discrepancies", discrepancies(contest.discrepancies()));
    return fields;
  }

  private static Map<String, Long> causes(Verdict verdict) {
    Map<String, Long> causes = new LinkedHashMap<>();
    CauseReport.counts(
            verdict.contests().stream().flatMap(one -> one.discrepancies().stream()).toList())
        .forEach((cause, count) -> causes.put(cause.word(), count));
    return causes;
  }

  private static Map<String, @Nullable Object> oddity(Oddity oddity) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("route", oddity.route());
    fields.put("what", oddity.what());
    fields.put("count", oddity.count());
    fields.put("sample", oddity.sample());
    return fields;
  }

  private static List<Map<String, String>> discrepancies(List<Discrepancy> found) {
    return found.stream()
        .map(one ->
            Map.of(
                "fault", one.fault().word(),
                "cause", one.cause().word(),
                "sentence", one.sentence()))
        .toList();
  }
}
