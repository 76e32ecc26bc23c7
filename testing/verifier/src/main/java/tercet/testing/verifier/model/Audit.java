package tercet.testing.verifier.model;

import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The result of a comparison of the books with the shop.
 *
 * @param paid orders that the shop says are paid
 * @param unknownPaid of these, how many with an outcome that was unknown
 * @param unknownNotPaid orders whose outcome was unknown and that are not paid
 * @param discrepancies everything that is wrong; empty if the shop is right
 */
public record Audit(
    long paid, long unknownPaid, long unknownNotPaid, List<Discrepancy> discrepancies) {
  private static final int SENTENCES_PER_FAULT_MAX = 10;

  public Audit {
    discrepancies = List.copyOf(discrepancies);
  }

  public boolean isClean() {
    return discrepancies.isEmpty();
  }

  /** The same counts with these discrepancies in the place of those found. */
  Audit with(Collection<Discrepancy> others) {
    return new Audit(paid, unknownPaid, unknownNotPaid, List.copyOf(others));
  }

  public Set<Anomaly> faults() {
    Set<Anomaly> faults = EnumSet.noneOf(Anomaly.class);
    discrepancies.forEach(discrepancy -> faults.add(discrepancy.fault()));
    return faults;
  }

  /** For a person: the counts, and of each fault the first sentences. */
  public String report() {
    StringBuilder report = new StringBuilder();
    report.append(
        "%,d orders paid, of them %,d with unknown outcome; %,d more unknown and not paid; "
            .formatted(paid, unknownPaid, unknownNotPaid));
    report.append(isClean() ? "the books agree." : discrepancies.size() + " discrepancies:");
    Map<Anomaly, List<Discrepancy>> byFault =
        discrepancies.stream()
            .collect(
                Collectors.groupingBy(
                    Discrepancy::fault, () -> new EnumMap<>(Anomaly.class), Collectors.toList()));
    byFault.forEach((fault, found) -> {
      report.append("%n%s: %,d".formatted(fault, found.size()));
      found.stream()
          .limit(SENTENCES_PER_FAULT_MAX)
          .forEach(one -> report.append("%n  %s".formatted(one.sentence())));
    });
    return report.toString();
  }
}
