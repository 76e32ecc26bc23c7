package tercet.testing.verifier.contention;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tercet.testing.verifier.http.LoadResult;
import tercet.testing.verifier.model.Audit;
import tercet.testing.verifier.model.ClientOutcome;
import tercet.testing.verifier.model.Discrepancy;
import tercet.testing.verifier.model.ReferenceModel;
import tercet.testing.verifier.model.Settlement;
import tercet.testing.verifier.shop.BulkReader;

/**
 * A contest that was played, and its books, which can be compared again later.
 *
 * @param shop in which it was played
 * @param name of the contest, one word
 * @param setting the settings of the contest, for a person
 * @param books of everything that took part
 * @param seen errors outside the books
 * @param load how fast it was
 * @param unfinished for a person, why not all was asked; empty if it was
 */
public record Playing(
    TestedShop shop,
    String name,
    String setting,
    ReferenceModel books,
    List<Discrepancy> seen,
    LoadResult load,
    String unfinished) {
  private static final int READING_CONNECTIONS = 32;

  /** Of the orders that were checked out. */
  private static final double CLEAR_SHARE_MIN = 0.5;

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
    return result(books.settle(reader(shop, books).telling(progress), settleMax), whyUnfinished());
  }

  /** A shop that seldom says how a checkout ended was not tested. */
  private String whyUnfinished() {
    long clear = paid() + books.count(ClientOutcome.REFUSED);
    long asked = clear + books.count(ClientOutcome.UNKNOWN);
    if (!unfinished.isEmpty()) {
      return unfinished;
    }
    if (clear == 0) {
      return "no checkout got a clear answer";
    }
    return clear >= CLEAR_SHARE_MIN * asked
        ? ""
        : "only %,d of %,d orders got a clear answer".formatted(clear, asked);
  }

  private long paid() {
    return books.count(ClientOutcome.PAID) + books.count(ClientOutcome.CANCELLED);
  }

  /**
   * Judges by what was seen while it was played, because the records cannot be read.
   *
   * @param why for a person
   */
  public ContentionResult judgeUnread(String why) {
    Audit unread = new Audit(0, 0, 0, List.copyOf(books.seen()));
    return result(new Settlement(unread, Duration.ZERO, 0), why);
  }

  private ContentionResult result(Settlement settlement, String notFinished) {
    List<Discrepancy> all = new ArrayList<>(seen);
    all.addAll(settlement.audit().discrepancies());
    return new ContentionResult(
        name,
        setting,
        new ContentionResult.Counts(
            paid(),
            books.count(ClientOutcome.REFUSED),
            books.count(ClientOutcome.UNKNOWN),
            books.count(ClientOutcome.NOT_ASKED),
            books.size()),
        settlement,
        all,
        load,
        notFinished);
  }

  /**
   * Checks a few refused orders out once more, now that nothing else is under way.
   *
   * @param settleMax how long the shop may take, in all, until its additions for that show
   * @return errors in the answers, and whether all were clear; the balances are for the next {@link
   *     #judge}
   */
  public SecondChance giveSecondChance(Duration settleMax) {
    return RefusalRecheck.give(shop, books, settleMax);
  }

  static BulkReader reader(TestedShop shop, ReferenceModel books) {
    return new BulkReader(shop.base(), READING_CONNECTIONS, READING_MAX).noting(books.oddities());
  }
}
