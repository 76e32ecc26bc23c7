package tercet.testing.verifier.model;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

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

  /** For a person: the counts, and the discrepancies by likely cause. */
  public String report() {
    StringBuilder report = new StringBuilder();
    report.append(
        "%,d orders paid, of them %,d with unknown outcome; %,d more unknown and not paid; "
            .formatted(paid, unknownPaid, unknownNotPaid));
    report.append(isClean() ? "the books agree." : discrepancies.size() + " discrepancies:");
    CauseReport.lines(discrepancies).forEach(line -> report.append("%n%s".formatted(line)));
    return report.toString();
  }
}
