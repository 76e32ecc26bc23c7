package tercet.testing.verifier.contention;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import tercet.testing.verifier.model.ReferenceModel;
import tercet.testing.verifier.shop.BulkWriter;
import tercet.testing.verifier.shop.ItemId;
import tercet.testing.verifier.shop.Line;
import tercet.testing.verifier.shop.Order;
import tercet.testing.verifier.shop.OrderId;
import tercet.testing.verifier.shop.UserId;

/**
 * New records for a contest with too little of everything: many items, users with several orders
 * and credit for some of them, orders of several lines with the same item twice.
 *
 * @param prices of the items
 * @param orders none of them paid
 */
record ContestRecords(Map<ItemId, Long> prices, List<UserId> users, List<Order> orders) {
  private static final int ORDERS_PER_USER = 5;
  private static final int ORDERS_PER_ITEM = 50;
  private static final int LINES_MAX = 4;
  private static final int QUANTITY_MAX = 3;
  private static final int PRICE_MAX = 9;

  /** An order takes 4 pieces for 20 on average: both run out for a good part of them. */
  static final long STOCK = 120;

  private static final long CREDIT = 75;

  /**
   * Makes them in the shop, and books stock and credit.
   *
   * @param count of the orders; users and items follow from it
   * @param stock of each item
   * @throws tercet.testing.verifier.shop.UnexpectedReplyException if the shop refuses
   * @throws tercet.testing.verifier.shop.UnreadableShopException if it does not answer
   */
  static ContestRecords make(
      BulkWriter writer, int count, long stock, RandomGenerator random, ReferenceModel books) {
    Map<ItemId, Long> prices = items(writer, count, stock, random, books);
    List<UserId> users = writer.users(Math.max(2, count / ORDERS_PER_USER), CREDIT);
    users.forEach(user -> books.gotCredit(user, CREDIT));
    return new ContestRecords(prices, users, orders(writer, count, users, prices, random));
  }

  List<ItemId> items() {
    return List.copyOf(prices.keySet());
  }

  /** For a person. */
  String setting(long calls, int connections) {
    return "%,d items, %,d users, %,d orders of 0 to %d lines; %,d calls over %,d connections"
        .formatted(prices.size(), users.size(), orders.size(), LINES_MAX, calls, connections);
  }

  private static Map<ItemId, Long> items(
      BulkWriter writer, int count, long stock, RandomGenerator random, ReferenceModel books) {
    List<Long> prices =
        random.longs(Math.max(4, count / ORDERS_PER_ITEM), 1, PRICE_MAX + 1).boxed().toList();
    List<ItemId> items = writer.items(prices, stock);
    Map<ItemId, Long> byItem = new LinkedHashMap<>();
    for (int i = 0; i < items.size(); i++) {
      byItem.put(items.get(i), prices.get(i));
      books.gotStock(items.get(i), stock);
    }
    return byItem;
  }

  private static List<Order> orders(
      BulkWriter writer,
      int count,
      List<UserId> users,
      Map<ItemId, Long> prices,
      RandomGenerator random) {
    List<UserId> buyers = random.ints(count, 0, users.size()).mapToObj(users::get).toList();
    List<ItemId> items = List.copyOf(prices.keySet());
    List<List<Line>> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lines.add(drawLines(items, random));
    }
    List<OrderId> ids = writer.orders(buyers, lines);
    List<Order> made = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long cost =
          lines.get(i).stream()
              .mapToLong(line -> line.quantity() * prices.getOrDefault(line.item(), 0L))
              .sum();
      made.add(new Order(ids.get(i), buyers.get(i), lines.get(i), cost, false));
    }
    return made;
  }

  /** Every fourth line is of the item of the line before. */
  private static List<Line> drawLines(List<ItemId> items, RandomGenerator random) {
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
