package tercet.testing.verifier.contention;

import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import tercet.testing.verifier.http.LoadClient;
import tercet.testing.verifier.http.LoadResult;
import tercet.testing.verifier.model.Discrepancy;
import tercet.testing.verifier.model.ReferenceModel;

/**
 * The routes that Tercet adds to the contract, against each other: orders are reserved and
 * released, checked out with and without a limit, repriced and emptied in whole or in part, and
 * cancelled in whole or in part, all at once. Makes its own records.
 *
 * @param shop made its records in
 * @param orders 1 or more; users, items and calls follow from it
 * @param connections over which everything is asked at once
 * @param random decides all but the Idempotency-Keys, which are always new
 */
public record ExtendedContention(
    TestedShop shop, int orders, int connections, RandomGenerator random) {
  /** So little that half of the orders find too little: who holds pieces shows then. */
  private static final long STOCK = ContestRecords.STOCK / 3;

  public ExtendedContention {
    if (orders < 1) {
      throw new IllegalArgumentException("a contest has orders, not " + orders);
    }
  }

  /**
   * Prepares and plays, to be judged later. Throws what {@link #prepare} does.
   *
   * @throws IOException if this machine has not enough connections
   */
  public Playing play() throws IOException {
    return prepare().play();
  }

  /**
   * Makes the records.
   *
   * @throws tercet.testing.verifier.shop.UnexpectedReplyException if the shop refuses
   * @throws tercet.testing.verifier.shop.UnreadableShopException if it does not answer
   */
  public Prepared prepare() {
    ReferenceModel books = new ReferenceModel(shop.oddities());
    ContestRecords made = ContestRecords.make(shop.writer(), orders, STOCK, random, books);
    return new Prepared(this, made, books);
  }

  /** A contest whose records are made. */
  public static final class Prepared {
    private final ExtendedContention contest;
    private final ContestRecords records;
    private final ReferenceModel books;

    private Prepared(ExtendedContention contest, ContestRecords records, ReferenceModel books) {
      this.contest = contest;
      this.records = records;
      this.books = books;
    }

    /**
     * Plays, to be judged later. Only once.
     *
     * @throws IOException if this machine has not enough connections
     */
    public Playing play() throws IOException {
      TestedShop shop = contest.shop();
      List<OrderStory> stories = records.orders().stream().map(OrderStory::new).toList();
      ExtendedCalls calls =
          new ExtendedCalls(stories, UUID.randomUUID() + "-", contest.random(), books);
      LoadResult load = new LoadClient(shop.base(), shop.load(contest.connections())).run(calls);
      stories.forEach(story -> story.book(books, records.prices()));
      OrderRecheck recheck = new OrderRecheck(shop, books);
      List<Discrepancy> seen = recheck.askAll(stories, records.items());
      String setting =
          ("%s; %,d orders cancelled, %,d reserved, and pieces taken out of" + " others %,d times")
              .formatted(
                  records.setting(load.sent(), contest.connections()),
                  stories.stream().filter(OrderStory::isCancelled).count(),
                  stories.stream().filter(OrderStory::wasReserved).count(),
                  stories.stream().mapToInt(OrderStory::timesTakenOut).sum());
      String unfinished = whyUnfinished(calls, load);
      return new Playing(
          shop,
          "extended",
          setting,
          books,
          seen,
          load,
          unfinished.isEmpty() ? recheck.unfinished() : unfinished);
    }

    private String whyUnfinished(ExtendedCalls calls, LoadResult load) {
      if (!calls.calls().isDone()) {
        return contest.shop().unfinished(calls.calls());
      }
      String untested = calls.untested();
      return untested.isEmpty() ? TestedShop.lessOf(load, contest.connections()) : untested;
    }
  }
}
