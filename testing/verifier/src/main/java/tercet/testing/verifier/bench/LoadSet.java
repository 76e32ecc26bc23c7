package tercet.testing.verifier.bench;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import tercet.testing.verifier.model.ReferenceModel;
import tercet.testing.verifier.shop.BulkWriter;
import tercet.testing.verifier.shop.ItemId;
import tercet.testing.verifier.shop.Line;
import tercet.testing.verifier.shop.Order;
import tercet.testing.verifier.shop.OrderId;
import tercet.testing.verifier.shop.Repetition;
import tercet.testing.verifier.shop.ShopClient;
import tercet.testing.verifier.shop.UserId;

/**
 * The records of the standard load test, made anew, with the books for them. Orders are handed out
 * one by one, so that each is checked out for the first time once.
 */
final class LoadSet {
  private static final long AMOUNT_OF_EACH = 1_000_000;
  private static final long PRICE = 1;
  private static final int LINES_PER_ORDER = 2;
  private static final int WRITING_CONNECTIONS = 64;

  /** Orders that are made at a time, so that progress can be shown. */
  private static final int ORDERS_PER_STEP = 20_000;

  private final List<ItemId> items;
  private final List<UserId> users;
  private final List<OrderId> orders;
  private final ReferenceModel books = new ReferenceModel();
  private int handedOut;

  private LoadSet(int records, List<OrderId> orders) {
    this.items = IntStream.range(0, records).mapToObj(ItemId::of).toList();
    this.users = IntStream.range(0, records).mapToObj(UserId::of).toList();
    this.orders = orders;
    items.forEach(item -> books.gotStock(item, AMOUNT_OF_EACH));
    users.forEach(user -> books.gotCredit(user, AMOUNT_OF_EACH));
  }

  /**
   * Overwrites the shop's records under these ids.
   *
   * @param records items and users
   * @param orders of two items, which are popular as the skew says
   */
  static LoadSet prepare(URI base, int records, int orders, Skew skew, Consumer<String> progress) {
    progress.accept(
        "Filling the shop anew: %,d items and users, %,d orders".formatted(records, orders));
    boolean isStandard = skew instanceof Skew.Uniform;
    try (ShopClient shop = new ShopClient(base)) {
      Repetition.of(progress, () -> shop.initItems(records, AMOUNT_OF_EACH, PRICE)).value();
      Repetition.of(progress, () -> shop.initUsers(records, AMOUNT_OF_EACH)).value();
      if (isStandard) {
        Repetition.of(progress, () -> shop.initOrders(orders, records, records, PRICE)).value();
      }
    }
    if (isStandard) {
      List<OrderId> ids = IntStream.range(0, orders).mapToObj(OrderId::of).toList();
      LoadSet set = new LoadSet(records, ids);
      ids.forEach(set.books::hasOrder);
      return set;
    }
    List<OrderId> ids = new ArrayList<>();
    LoadSet set = new LoadSet(records, Collections.unmodifiableList(ids));
    while (ids.size() < orders) {
      int step = Math.min(ORDERS_PER_STEP, orders - ids.size());
      ids.addAll(set.makeOrders(base, step, skew, ids.size(), progress));
      progress.accept("  %,d of %,d orders".formatted(ids.size(), orders));
    }
    return set;
  }

  private List<OrderId> makeOrders(
      URI base, int count, Skew skew, long seed, Consumer<String> progress) {
    SplittableRandom random = new SplittableRandom(seed);
    Skew.Drawing popularity = skew.over(items.size());
    List<UserId> buyers =
        IntStream.range(0, count).mapToObj(_ -> users.get(random.nextInt(users.size()))).toList();
    BulkWriter writer = new BulkWriter(base, WRITING_CONNECTIONS, books.oddities(), progress);
    List<List<Line>> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<Line> ofOrder = new ArrayList<>();
      for (int line = 0; line < LINES_PER_ORDER; line++) {
        ofOrder.add(new Line(items.get(popularity.next(random)), 1));
      }
      lines.add(ofOrder);
    }
    List<OrderId> made = writer.orders(buyers, lines);
    for (int i = 0; i < count; i++) {
      long cost = LINES_PER_ORDER * PRICE;
      books.hasOrder(new Order(made.get(i), buyers.get(i), lines.get(i), cost, false));
    }
    return made;
  }

  /** The most that a user can have before a checkout of this load. */
  long creditMax(Mix mix) {
    return mix.share(LoadCall.ADD_FUNDS) == 0 ? AMOUNT_OF_EACH : Long.MAX_VALUE;
  }

  ReferenceModel books() {
    return books;
  }

  boolean hasOrder() {
    return handedOut < orders.size();
  }

  /** The number of an order that was not handed out before. */
  int takeOrder() {
    return handedOut++;
  }

  /** How many orders were handed out: those with lower numbers. */
  int handedOut() {
    return handedOut;
  }

  int orderCount() {
    return orders.size();
  }

  OrderId order(int number) {
    return orders.get(number);
  }

  ItemId item(int number) {
    return items.get(number);
  }

  int itemCount() {
    return items.size();
  }

  UserId user(int number) {
    return users.get(number);
  }

  int userCount() {
    return users.size();
  }
}
