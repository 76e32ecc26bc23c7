package tercet.testing.verifier.contention;

import java.io.IOException;
import java.util.List;
import java.util.random.RandomGenerator;
import tercet.testing.verifier.http.LoadClient;
import tercet.testing.verifier.http.LoadResult;
import tercet.testing.verifier.model.ReferenceModel;

/**
 * Many items, orders of several lines with the same item twice, users with several orders and
 * credit for some of them, checkouts that are repeated while the first is under way, and in between
 * everything else that changes or reads a balance. Makes its own records, so that it can run
 * against a shop in use.
 *
 * @param shop made its records in
 * @param orders 1 or more; users, items and calls follow from it
 * @param connections over which everything is asked at once
 * @param random decides all; the same seed asks the same
 */
public record MixedContention(
    TestedShop shop, int orders, int connections, RandomGenerator random) {
  public MixedContention {
    if (orders < 1) {
      throw new IllegalArgumentException("a contest has orders, not " + orders);
    }
  }

  /**
   * Prepares and plays, to be judged later.
   *
   * @throws tercet.testing.verifier.shop.UnexpectedReplyException if it cannot be prepared
   * @throws tercet.testing.verifier.shop.UnreadableShopException if the shop does not answer
   * @throws IOException if this machine has not enough connections
   */
  public Playing play() throws IOException {
    ReferenceModel books = new ReferenceModel(shop.oddities());
    ContestRecords records =
        ContestRecords.make(shop.writer(), orders, ContestRecords.STOCK, random, books);
    records.orders().forEach(books::hasOrder);
    MixedCalls calls =
        new MixedCalls(records.orders(), records.users(), records.items(), random, books);
    LoadResult load = new LoadClient(shop.base(), shop.load(connections)).run(calls);
    String setting = records.setting(load.sent(), connections);
    return new Playing(shop, "mixed", setting, books, List.of(), load, whyUnfinished(calls, load));
  }

  private String whyUnfinished(MixedCalls calls, LoadResult load) {
    if (!calls.calls().isDone()) {
      return shop.unfinished(calls.calls());
    }
    String unreadable = calls.unreadable();
    return unreadable.isEmpty() ? TestedShop.lessOf(load, connections) : unreadable;
  }
}
