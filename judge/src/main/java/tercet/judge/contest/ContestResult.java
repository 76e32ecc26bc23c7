package tercet.judge.contest;

import java.util.ArrayList;
import java.util.List;
import tercet.judge.books.Audit;
import tercet.judge.books.Discrepancy;
import tercet.judge.http.LoadResult;

/**
 * How a {@link Contest} ended.
 *
 * @param pieces there were at the beginning
 * @param buyers who each asked for one
 * @param paid who were told 200
 * @param refused who were told 4xx
 * @param unknown who were told nothing definite
 * @param stockLeft that the shop says at the end
 * @param audit of the books
 * @param load how fast it was
 */
public record ContestResult(
    int pieces,
    int buyers,
    long paid,
    long refused,
    long unknown,
    long stockLeft,
    Audit audit,
    LoadResult load) {

  /** True if the shop did everything right. */
  public boolean isWon() {
    return complaints().isEmpty();
  }

  /** Everything that is wrong, each as a sentence. */
  public List<String> complaints() {
    List<String> complaints = new ArrayList<>();
    if (paid != pieces) {
      complaints.add(
          "%d of %d buyers were told that they paid, instead of %d."
              .formatted(paid, buyers, pieces));
    }
    if (refused != buyers - pieces) {
      complaints.add(
          "%d buyers were refused and %d have no answer, instead of %d and 0."
              .formatted(refused, unknown, buyers - pieces));
    }
    if (stockLeft != 0) {
      complaints.add("%d pieces are left instead of 0.".formatted(stockLeft));
    }
    audit.discrepancies().stream().map(Discrepancy::sentence).forEach(complaints::add);
    return complaints;
  }
}
