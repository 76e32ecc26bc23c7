package tercet.testing.verifier.contention;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import tercet.testing.verifier.http.LoadClient;
import tercet.testing.verifier.http.LoadResult;
import tercet.testing.verifier.model.ReferenceModel;
import tercet.testing.verifier.shop.BulkWriter;
import tercet.testing.verifier.shop.ItemId;
import tercet.testing.verifier.shop.Line;
import tercet.testing.verifier.shop.Order;
import tercet.testing.verifier.shop.OrderId;
import tercet.testing.verifier.shop.UserId;

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
  private static final int ORDERS_PER_USER = 5;
  private static final int ORDERS_PER_ITEM = 50;
  private static final int LINES_MAX = 4;
  private static final int QUANTITY_MAX = 3;
  private static final int PRICE_MAX = 9;

  /** An order takes 4 pieces for 20 on average: both run out for a good part of them. */
  private static final long STOCK = 120;

  private static final long CREDIT = 75;

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
    BulkWriter writer = shop.writer();
    Map<ItemId, Long> prices = prepareItems(writer, books);
    List<UserId> users = prepareUsers(writer, books);
    List<Order> made = prepareOrders(writer, users, prices, books);
    MixedCalls calls = new MixedCalls(made, users, List.copyOf(prices.keySet()), random, books);
    LoadResult load = new LoadClient(shop.base(), shop.load(connections)).run(calls);
    String setting =
        "%,d items, %,d users, %,d orders of 0 to %d lines; %,d calls over %,d connections"
            .formatted(
                prices.size(), users.size(), made.size(), LINES_MAX, load.sent(), connections);
    return new Playing(shop, "mixed", setting, books, List.of(), load, whyUnfinished(calls, load));
  }

  private String whyUnfinished(MixedCalls calls, LoadResult load) {
    if (!calls.isDone()) {
      return shop.unfinished(calls.asked(), calls.size());
    }
    String unreadable = calls.unreadable();
    return unreadable.isEmpty() ? TestedShop.lessOf(load, connections) : unreadable;
  }

  private Map<ItemId, Long> prepareItems(BulkWriter writer, ReferenceModel books) {
    List<Long> prices =
        random.longs(Math.max(4, orders / ORDERS_PER_ITEM), 1, PRICE_MAX + 1).boxed().toList();
    List<ItemId> items = writer.items(prices, STOCK);
    Map<ItemId, Long> byItem = new LinkedHashMap<>();
    for (int i = 0; i < items.size(); i++) {
      byItem.put(items.get(i), prices.get(i));
      books.gotStock(items.get(i), STOCK);
    }
    return byItem;
  }

  private List<UserId> prepareUsers(BulkWriter writer, ReferenceModel books) {
    List<UserId> users = writer.users(Math.max(2, orders / ORDERS_PER_USER), CREDIT);
    users.forEach(user -> books.gotCredit(user, CREDIT));
    return users;
  }

  private List<Order> prepareOrders(
      BulkWriter writer, List<UserId> users, Map<ItemId, Long> prices, ReferenceModel books) {
    List<UserId> buyers = random.ints(orders, 0, users.size()).mapToObj(users::get).toList();
    List<ItemId> items = List.copyOf(prices.keySet());
    List<List<Line>> lines = new ArrayList<>();
    for (int i = 0; i < orders; i++) {
      lines.add(drawLines(items));
    }
    List<OrderId> ids = writer.orders(buyers, lines);
    List<Order> made = new ArrayList<>();
    for (int i = 0; i < orders; i++) {
      long cost =
          lines.get(i).stream()
              .mapToLong(line -> line.quantity() * prices.getOrDefault(line.item(), 0L))
              .sum();
      made.add(new Order(ids.get(i), buyers.get(i), lines.get(i), cost, false));
      books.hasOrder(made.getLast());
    }
    return made;
  }

  /** Every fourth line is of the item of the line before. */
  private List<Line> drawLines(List<ItemId> items) {
    List<Line> lines = new ArrayList<>();
    int count = random.nextInt(LINES_MAX + 1);
    for (int i = 0; i < count; i++) {
      ItemId item =
          i > 0 && random.nextInt(4) == 0
              ? lines.getLast().item()
              : items.get(random.nextInt(items.size()));
      lines.add(new Line(item, 1 + random.nextLong(QUANTITY_MAX)));
    }
    return lines;
  }
}
