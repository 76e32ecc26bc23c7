package tercet.judge.contest;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tercet.judge.books.Books;
import tercet.judge.books.Discrepancy;
import tercet.judge.books.Fault;
import tercet.judge.books.Told;
import tercet.judge.shop.BulkReader;
import tercet.judge.shop.ItemId;
import tercet.judge.shop.Line;
import tercet.judge.shop.Order;
import tercet.judge.shop.Reply;
import tercet.judge.shop.ShopClient;
import tercet.judge.shop.UserId;

/**
 * Checks refused orders out once more when all is quiet, one after the other; every other one gets
 * what it lacks before. What stock and credit then suffice for must be paid. A shop that still
 * holds something for a checkout that it refused is found by that, even if its balances look right.
 */
final class SecondChance {
  private static final int ORDERS_MAX = 100;

  private final Books books;
  private final Map<ItemId, Long> stock = new HashMap<>();
  private final Map<UserId, Long> credit = new HashMap<>();
  private final List<Discrepancy> found = new ArrayList<>();

  private SecondChance(Books books) {
    this.books = books;
  }

  /** Books the answers; what they should not have been is returned. */
  static List<Discrepancy> give(URI base, Books books) {
    List<Order> refused = books.refused();
    List<Order> some = refused.subList(0, Math.min(refused.size(), ORDERS_MAX));
    SecondChance chance = new SecondChance(books);
    chance.read(Playing.reader(base), some);
    try (ShopClient shop = new ShopClient(base)) {
      for (int i = 0; i < some.size(); i++) {
        if (i % 2 == 0) {
          chance.giveWhatLacks(shop, some.get(i));
        }
        chance.ask(shop, some.get(i));
      }
    }
    return chance.found;
  }

  private void read(BulkReader reader, List<Order> orders) {
    List<ItemId> items =
        orders.stream()
            .flatMap(order -> order.lines().stream())
            .map(Line::item)
            .distinct()
            .toList();
    reader.items(items).forEach((id, item) -> stock.put(id, item.stock()));
    List<UserId> users = orders.stream().map(Order::user).distinct().toList();
    reader.users(users).forEach((id, user) -> credit.put(id, user.credit()));
  }

  private void giveWhatLacks(ShopClient shop, Order order) {
    long lackingCredit = order.totalCost() - credit.getOrDefault(order.user(), 0L);
    if (lackingCredit > 0) {
      shop.addFunds(order.user(), lackingCredit).value();
      books.gotCredit(order.user(), lackingCredit);
      credit.merge(order.user(), lackingCredit, Long::sum);
    }
    quantities(order)
        .forEach((item, pieces) -> {
          long lacking = pieces - stock.getOrDefault(item, 0L);
          if (lacking > 0) {
            shop.addStock(item, lacking).value();
            books.gotStock(item, lacking);
            stock.merge(item, lacking, Long::sum);
          }
        });
  }

  private void ask(ShopClient shop, Order order) {
    boolean suffices = suffices(order);
    switch (shop.checkout(order.id())) {
      case Reply.Ok<?> _ -> {
        books.told(order.id(), Told.PAID);
        take(order);
      }
      case Reply.Refused<?> refused -> {
        if (suffices) {
          found.add(
              new Discrepancy(
                  Fault.REFUSED_NEEDLESSLY,
                  "Order %s was refused (%d %s) when nothing else was under way, although there"
                          .formatted(order.id(), refused.status(), refused.code())
                      + " was enough of everything."));
        }
      }
      case Reply.Unknown<?> _ -> {
        books.told(order.id(), Told.UNKNOWN);
        if (shop.findOrder(order.id()).value().paid()) {
          take(order);
        }
      }
    }
  }

  private boolean suffices(Order order) {
    return credit.getOrDefault(order.user(), 0L) >= order.totalCost()
        && quantities(order).entrySet().stream()
            .allMatch(need -> stock.getOrDefault(need.getKey(), 0L) >= need.getValue());
  }

  private void take(Order order) {
    credit.merge(order.user(), -order.totalCost(), Long::sum);
    quantities(order).forEach((item, pieces) -> stock.merge(item, -pieces, Long::sum));
  }

  private static Map<ItemId, Long> quantities(Order order) {
    Map<ItemId, Long> quantities = new HashMap<>();
    order.lines().forEach(line -> quantities.merge(line.item(), line.quantity(), Long::sum));
    return quantities;
  }
}
