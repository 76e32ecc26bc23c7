package tercet.testing.verifier.contention;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import tercet.testing.verifier.model.Anomaly;
import tercet.testing.verifier.model.ClientOutcome;
import tercet.testing.verifier.model.Discrepancy;
import tercet.testing.verifier.model.ReferenceModel;
import tercet.testing.verifier.shop.BulkReader;
import tercet.testing.verifier.shop.ClientReply;
import tercet.testing.verifier.shop.ItemId;
import tercet.testing.verifier.shop.Line;
import tercet.testing.verifier.shop.Order;
import tercet.testing.verifier.shop.Receipt;
import tercet.testing.verifier.shop.ShopClient;
import tercet.testing.verifier.shop.UserId;

/**
 * Checks refused orders out once more when all is quiet, one after the other; for every other one
 * it first adds the missing stock and credit. An order must be paid if stock and credit suffice
 * then. That finds a shop that still holds something for a refused checkout, even if its balances
 * look right.
 */
final class RefusalRecheck {
  private static final int ORDERS_MAX = 100;
  private static final long PAUSE_NANOS = Duration.ofMillis(50).toNanos();

  private final ShopClient shop;
  private final BulkReader reader;
  private final ReferenceModel books;
  private final long endNanos;
  private final Map<ItemId, Long> stock = new HashMap<>();
  private final Map<UserId, Long> credit = new HashMap<>();
  private final List<Discrepancy> found = new ArrayList<>();

  private RefusalRecheck(
      ShopClient shop, BulkReader reader, ReferenceModel books, Duration settleMax) {
    this.shop = shop;
    this.reader = reader;
    this.books = books;
    this.endNanos = System.nanoTime() + settleMax.toNanos();
  }

  /**
   * Books the answers. Ends after the limit of a contest.
   *
   * @param settleMax how long the shop may take, in all, until the additions show
   * @return the wrong answers
   */
  static List<Discrepancy> give(TestedShop tested, ReferenceModel books, Duration settleMax) {
    List<Order> refused = books.refused();
    List<Order> some = refused.subList(0, Math.min(refused.size(), ORDERS_MAX));
    try (ShopClient shop = new ShopClient(tested.base(), books.oddities())) {
      RefusalRecheck chance =
          new RefusalRecheck(shop, Playing.reader(tested, books), books, settleMax);
      chance.read(some);
      long end = System.nanoTime() + tested.limit().toNanos();
      for (int i = 0; i < some.size() && System.nanoTime() < end; i++) {
        if (i % 2 == 1 || chance.gaveWhatLacks(some.get(i))) {
          chance.ask(some.get(i));
        }
      }
      return chance.found;
    }
  }

  private void read(List<Order> orders) {
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

  /** False if the present balances of the order's user and items are unknown. */
  private boolean gaveWhatLacks(Order order) {
    boolean certain = true;
    long money = order.totalCost() - credit.getOrDefault(order.user(), 0L);
    if (money > 0) {
      certain = shop.addFunds(order.user(), money) instanceof ClientReply.Ok<?>;
      if (certain) {
        books.gotCredit(order.user(), money);
        credit.merge(order.user(), money, Long::sum);
      } else {
        books.mayHaveGotCredit(order.user(), money);
      }
    }
    for (Map.Entry<ItemId, Long> need : order.quantities().entrySet()) {
      long pieces = need.getValue() - stock.getOrDefault(need.getKey(), 0L);
      if (pieces > 0 && shop.addStock(need.getKey(), pieces) instanceof ClientReply.Ok<?>) {
        books.gotStock(need.getKey(), pieces);
        stock.merge(need.getKey(), pieces, Long::sum);
      } else if (pieces > 0) {
        books.mayHaveGotStock(need.getKey(), pieces);
        certain = false;
      }
    }
    return certain;
  }

  private void ask(Order order) {
    boolean suffices = suffices(order);
    ClientReply<Receipt> reply = shop.checkout(order.id());
    while (reply instanceof ClientReply.Refused<?> && suffices && System.nanoTime() < endNanos) {
      LockSupport.parkNanos(PAUSE_NANOS);
      reply = shop.checkout(order.id());
    }
    switch (reply) {
      case ClientReply.Ok<?> _ -> {
        books.told(order.id(), ClientOutcome.PAID);
        take(order);
      }
      case ClientReply.Refused<?> refused -> {
        if (suffices) {
          found.add(
              new Discrepancy(
                  Anomaly.REFUSED_NEEDLESSLY,
                  "Order %s was refused (%d %s) when nothing else was under way, although there"
                          .formatted(order.id(), refused.status(), refused.code())
                      + " was enough of everything."));
        }
      }
      case ClientReply.Unknown<?> _ -> {
        books.told(order.id(), ClientOutcome.UNKNOWN);
        if (reader.orders(List.of(order.id())).values().stream().anyMatch(Order::paid)) {
          take(order);
        }
      }
    }
  }

  private boolean suffices(Order order) {
    return credit.getOrDefault(order.user(), 0L) >= order.totalCost()
        && order.quantities().entrySet().stream()
            .allMatch(need -> stock.getOrDefault(need.getKey(), 0L) >= need.getValue());
  }

  private void take(Order order) {
    credit.merge(order.user(), -order.totalCost(), Long::sum);
    order.quantities().forEach((item, pieces) -> stock.merge(item, -pieces, Long::sum));
  }
}
