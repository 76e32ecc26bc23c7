package tercet.testing.verifier.model;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Discrepancies by likely cause, for a person. */
public final class CauseReport {
  private static final int EXAMPLES_MAX = 3;

  private CauseReport() {}

  /** The counts of the causes that there are, the most upstream first. */
  public static Map<Cause, Long> counts(List<Discrepancy> discrepancies) {
    return discrepancies.stream()
        .collect(
            Collectors.groupingBy(
                Discrepancy::cause, () -> new EnumMap<>(Cause.class), Collectors.counting()));
  }

  /** A group for each cause with its count, what usually leads to it, and some examples. */
  public static List<String> lines(List<Discrepancy> discrepancies) {
    Map<Cause, List<Discrepancy>> groups =
        discrepancies.stream()
            .collect(
                Collectors.groupingBy(
                    Discrepancy::cause, () -> new EnumMap<>(Cause.class), Collectors.toList()));
    List<String> lines = new ArrayList<>();
    groups.forEach((cause, found) -> {
      lines.add("%,d %s (%s)".formatted(found.size(), cause.words(), faults(found)));
      lines.add("  " + cause.usually());
      found.stream().limit(EXAMPLES_MAX).forEach(one -> lines.add("  - " + one.sentence()));
      if (found.size() > EXAMPLES_MAX) {
        lines.add("  - and %,d more".formatted(found.size() - EXAMPLES_MAX));
      }
    });
    return lines;
  }

  private static String faults(List<Discrepancy> found) {
    Map<Anomaly, Long> counts =
        found.stream()
            .collect(
                Collectors.groupingBy(
                    Discrepancy::fault, () -> new EnumMap<>(Anomaly.class), Collectors.counting()));
    return counts.entrySet().stream()
        .map(entry -> "%s %,d".formatted(entry.getKey().word(), entry.getValue()))
        .collect(Collectors.joining(", "));
  }
}
