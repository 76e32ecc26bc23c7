package tercet.testing.verifier.contention;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tercet.testing.verifier.http.LoadResult;
import tercet.testing.verifier.model.ClientOutcome;
import tercet.testing.verifier.model.Discrepancy;
import tercet.testing.verifier.model.ReferenceModel;
import tercet.testing.verifier.model.Settlement;
import tercet.testing.verifier.shop.BulkReader;

/**
 * A contest that was played, and its books, which can be compared again later.
 *
 * @param base address of the shop
 * @param name of the contest, one word
 * @param setting the settings of the contest, for a person
 * @param books of everything that took part
 * @param seen errors outside the books
 * @param load how fast it was
 */
public record Playing(
    URI base,
    String name,
    String setting,
    ReferenceModel books,
    List<Discrepancy> seen,
    LoadResult load) {
  private static final int READING_CONNECTIONS = 32;
  private static final Duration READING_MAX = Duration.ofSeconds(60);

  public Playing {
    seen = List.copyOf(seen);
  }

  /**
   * Compares the answers with the shop's records.
   *
   * @param settleMax how long the shop may take to be right; zero if it must be at once
   * @param progress hears how far a long comparison is
   * @throws tercet.testing.verifier.shop.UnreadableShopException if the shop does not answer
   */
  public ContentionResult judge(Duration settleMax, Consumer<String> progress) {
    Settlement settlement = books.settle(reader(base, books).telling(progress), settleMax);
    List<Discrepancy> all = new ArrayList<>(seen);
    all.addAll(settlement.audit().discrepancies());
    return new ContentionResult(
        name,
        setting,
        new ContentionResult.Counts(
            books.count(ClientOutcome.PAID),
            books.count(ClientOutcome.REFUSED),
            books.count(ClientOutcome.UNKNOWN),
            books.count(ClientOutcome.NOT_ASKED),
            books.size()),
        settlement,
        all,
        load);
  }

  /**
   * Checks a few refused orders out once more, now that nothing else is under way.
   *
   * @param settleMax how long the shop may take, in all, until its additions for that show
   * @return errors in the answers; the balances are for the next {@link #judge}
   */
  public List<Discrepancy> giveSecondChance(Duration settleMax) {
    return RefusalRecheck.give(base, books, settleMax);
  }

  static BulkReader reader(URI base, ReferenceModel books) {
    return new BulkReader(base, READING_CONNECTIONS, READING_MAX).noting(books.oddities());
  }
}
