package tercet.testing.chaos;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tercet.testing.verifier.bench.BenchJson;
import tercet.testing.verifier.json.JsonText;

/**
 * Writes what a run found, for a program; {@code docs/reference/results.md} explains every field.
 */
public final class ChaosJson {
  private static final int SCHEMA = 1;
  private static final double MILLIS_PER_SECOND = 1_000;

  private ChaosJson() {}

  public static String of(ChaosResult result) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("tool", "tercet chaos");
    fields.put("schema", SCHEMA);
    fields.put("cluster", result.cluster());
    fields.put("seed", result.seed());
    fields.put("plan", result.plan().toString().lines().toList());
    fields.put("right", result.isRight());
    fields.put("findings", result.findings());
    fields.put("told_paid", result.told().paid());
    fields.put("told_refused", result.told().refused());
    fields.put("unknown", result.told().unknown());
    fields.put("unknown_paid", result.told().unknownPaid());
    fields.put(
        "time_to_consistency_ms", JsonText.number(result.consistentAfter() * MILLIS_PER_SECOND));
    fields.put("faults", result.faults().stream().map(ChaosJson::fault).toList());
    fields.put("run", BenchJson.run(result.run()));
    return JsonText.write(fields);
  }

  private static Map<String, @Nullable Object> fault(FaultFigures figures) {
    InjectedFault strike = figures.strike();
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("action", strike.action().word());
    fields.put("members", strike.members());
    fields.put("at_s", JsonText.number(strike.at()));
    fields.put("seconds", JsonText.number(strike.healedAt() - strike.at()));
    fields.put("ready_after_s", JsonText.number(strike.readyAt() - strike.healedAt()));
    fields.put("without_success_s", JsonText.number(figures.withoutSuccess()));
    fields.put("without_success_before_s", JsonText.number(figures.noiseBefore()));
    fields.put("first_success_after_s", JsonText.number(figures.firstSuccess()));
    fields.put("full_rate_after_s", JsonText.number(figures.fullRate()));
    return fields;
  }
}
