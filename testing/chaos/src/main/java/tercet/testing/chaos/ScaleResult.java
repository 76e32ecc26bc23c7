package tercet.testing.chaos;

import java.util.List;
import tercet.testing.verifier.model.Audit;

/**
 * The result of a {@link ScaleRun}.
 *
 * @param paid orders whose clients were told so
 * @param unknown orders whose clients got nothing definite
 * @param withoutSuccess the longest time without an acknowledged checkout, in seconds
 * @param audit of the books
 * @param findings problems outside the books, each as a sentence
 */
public record ScaleResult(
    long paid, long unknown, double withoutSuccess, Audit audit, List<String> findings) {
  public ScaleResult {
    findings = List.copyOf(findings);
  }

  /** True if everything that clients were told is true, and each change was made. */
  public boolean isRight() {
    return findings.isEmpty() && audit.isClean();
  }

  /** Everything that is wrong, for a person. */
  public String report() {
    return String.join("\n", findings) + "\n" + audit.report();
  }
}
