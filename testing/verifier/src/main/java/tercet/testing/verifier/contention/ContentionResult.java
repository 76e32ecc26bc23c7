package tercet.testing.verifier.contention;

import java.util.List;
import tercet.testing.verifier.http.LoadResult;
import tercet.testing.verifier.model.Discrepancy;
import tercet.testing.verifier.model.Settlement;

/**
 * How a contest ended.
 *
 * @param name of the contest, one word
 * @param setting the settings of the contest, for a person
 * @param counts of the answers
 * @param settlement of the books
 * @param discrepancies everything that is wrong; empty if the shop is right
 * @param load how fast it was
 */
public record ContentionResult(
    String name,
    String setting,
    Counts counts,
    Settlement settlement,
    List<Discrepancy> discrepancies,
    LoadResult load) {

  public ContentionResult {
    discrepancies = List.copyOf(discrepancies);
  }

  /**
   * Orders by the answers of their checkouts, each order counted once for all its attempts.
   *
   * @param paid told 2xx
   * @param refused told 4xx and nothing else
   * @param unknown told nothing definite
   * @param notAsked never checked out
   * @param records users, items and orders that were compared
   */
  public record Counts(long paid, long refused, long unknown, long notAsked, long records) {}

  /** True if the shop did everything right. */
  public boolean isWon() {
    return discrepancies.isEmpty();
  }

  /** Everything that is wrong, each as a sentence. */
  public List<String> complaints() {
    return discrepancies.stream().map(Discrepancy::sentence).toList();
  }
}
