package tercet.testing.chaos;

import java.util.List;
import tercet.testing.verifier.bench.BenchRun;

/**
 * The result of a {@link ChaosRun}.
 *
 * @param cluster its name
 * @param plan the planned faults
 * @param seed of the random choices
 * @param faults the faults that happened, and their effect on clients
 * @param run the load, with the faults as its events and the comparison of its books
 * @param told orders by the answers that clients got
 * @param consistentAfter seconds from the last answer until the books were right; NaN if they never
 *     were, or could not be compared
 * @param findings problems outside the books, each as a sentence
 */
public record ChaosResult(
    String cluster,
    ChaosPlan plan,
    long seed,
    List<FaultFigures> faults,
    BenchRun run,
    Counts told,
    double consistentAfter,
    List<String> findings) {
  public ChaosResult {
    faults = List.copyOf(faults);
    findings = List.copyOf(findings);
  }

  /** The same with one more setting of its run. */
  public ChaosResult with(String setting, String value) {
    return new ChaosResult(
        cluster, plan, seed, faults, run.with(setting, value), told, consistentAfter, findings);
  }

  /**
   * Orders by the answers that clients got about them.
   *
   * @param paid 2xx at least once
   * @param refused nothing but 4xx
   * @param unknown nothing definite: 5xx or a broken connection
   * @param unknownPaid of these, how many the shop calls paid
   */
  public record Counts(long paid, long refused, long unknown, long unknownPaid) {}

  /** True if everything that clients were told is true, and all members came back. */
  public boolean isRight() {
    return findings.isEmpty() && run.books().compared() && run.books().isRight();
  }
}
