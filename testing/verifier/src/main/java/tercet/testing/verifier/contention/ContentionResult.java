package tercet.testing.verifier.contention;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tercet.testing.verifier.http.LoadResult;
import tercet.testing.verifier.model.Audit;
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
 * @param unfinished for a person, why it could not be judged whole; empty if it was
 */
public record ContentionResult(
    String name,
    String setting,
    Counts counts,
    Settlement settlement,
    List<Discrepancy> discrepancies,
    LoadResult load,
    String unfinished) {

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

  /**
   * Of a contest that was not played.
   *
   * @param why for a person
   */
  public static ContentionResult notPlayed(String name, String why) {
    Settlement none = new Settlement(new Audit(0, 0, 0, List.of()), Duration.ZERO, 0);
    return new ContentionResult(
        name, "not played", new Counts(0, 0, 0, 0, 0), none, List.of(), LoadResult.none(), why);
  }

  /** The same with these discrepancies, and another reason why it is not finished. */
  public ContentionResult with(List<Discrepancy> others, String why) {
    return new ContentionResult(name, setting, counts, settlement, others, load, why);
  }

  /** True if the contest was played and judged whole. */
  public boolean isFinished() {
    return unfinished.isEmpty();
  }

  /** True if it was played whole, and the shop did everything right. */
  public boolean isWon() {
    return discrepancies.isEmpty() && isFinished();
  }

  /** Everything that is wrong, each as a sentence, and why it is not finished. */
  public List<String> complaints() {
    List<String> complaints = new ArrayList<>();
    if (!isFinished()) {
      complaints.add("The %s contest is not finished: %s.".formatted(name, unfinished));
    }
    discrepancies.forEach(one -> complaints.add(one.sentence()));
    return complaints;
  }
}
