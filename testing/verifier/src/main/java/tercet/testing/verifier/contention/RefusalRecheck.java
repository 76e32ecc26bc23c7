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
import tercet.testing.verifier.shop.BrokenContractException;
import tercet.testing.verifier.shop.BulkReader;
import tercet.testing.verifier.shop.ClientReply;
import tercet.testing.verifier.shop.ItemId;
import tercet.testing.verifier.shop.Line;
import tercet.testing.verifier.shop.Order;
import tercet.testing.verifier.shop.Receipt;
import tercet.testing.verifier.shop.ShopClient;
import tercet.testing.verifier.shop.UnreadableShopException;
import tercet.testing.verifier.shop.UserId;

/**
 * Checks refused orders out once more when all is quiet, one after the other; for every other one
 * it first adds the missing stock and credit. An order must be paid if stock and credit suffice
 * then. That finds a shop that still holds something for a refused checkout, even if its balances
 * look right.
 */
final class RefusalRecheck {
  private static final int ORDERS_MAX = 100;

  /** Repetitions of a checkout without a clear answer, as in the mixed contest. */
  private static final int RETRIES_MAX = 3;

  private static final long PAUSE_NANOS = Duration.ofMillis(50).toNanos();

  private final ShopClient shop;
  private final BulkReader reader;
  private final ReferenceModel books;
  private final Duration limit;
  private final long settledNanos;
  private final long endNanos;
  private final Map<ItemId, Long> stock = new HashMap<>();
  private final Map<UserId, Long> credit = new HashMap<>();
  private final List<Discrepancy> found = new ArrayList<>();
  private String unfinished = "";

  private RefusalRecheck(
      TestedShop tested, ShopClient shop, ReferenceModel books, Duration settleMax) {
    this.shop = shop;
    this.reader = Playing.reader(tested, books);
    this.books = books;
    this.limit = tested.limit();
    this.settledNanos = System.nanoTime() + settleMax.toNanos();
    this.endNanos = System.nanoTime() + limit.toNanos();
  }

  /**
   * Books the answers. Ends after the limit of a contest.
   *
   * @param settleMax how long the shop may take, in all, until the additions show
   * @return the wrong answers, also if the shop cannot be read any more
   */
  static SecondChance give(TestedShop tested, ReferenceModel books, Duration settleMax) {
    List<Order> refused = books.refused();
    List<Order> some = refused.subList(0, Math.min(refused.size(), ORDERS_MAX));
    try (ShopClient shop = new ShopClient(tested.base(), books.oddities())) {
      RefusalRecheck recheck = new RefusalRecheck(tested, shop, books, settleMax);
      recheck.askAll(some);
      return new SecondChance(recheck.found, recheck.unfinished);
    }
  }

  private void askAll(List<Order> orders) {
    try {
      read(orders);
      for (int i = 0; i < orders.size(); i++) {
        if (isOver()) {
          notFinished(
              "%,d of %,d refused orders were asked for again within %.1f s"
                  .formatted(i, orders.size(), limit.toMillis() / 1_000.0));
          return;
        }
        if (i % 2 == 1 || gaveWhatLacks(orders.get(i))) {
          ask(orders.get(i));
        }
      }
    } catch (UnreadableShopException | BrokenContractException e) {
      notFinished(String.valueOf(e.getMessage()));
    }
  }

  private boolean isOver() {
    return System.nanoTime() - endNanos >= 0;
  }

  /** The first reason counts. */
  private void notFinished(String why) {
    unfinished = unfinished.isEmpty() ? "second checkouts not finished: " + why : unfinished;
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
      certain = isOk("POST /payment/add_funds", shop.addFunds(order.user(), money));
      if (certain) {
        books.gotCredit(order.user(), money);
        credit.merge(order.user(), money, Long::sum);
      } else {
        books.mayHaveGotCredit(order.user(), money);
      }
    }
    for (Map.Entry<ItemId, Long> need : order.quantities().entrySet()) {
      long pieces = need.getValue() - stock.getOrDefault(need.getKey(), 0L);
      if (pieces > 0 && isOk("POST /stock/add", shop.addStock(need.getKey(), pieces))) {
        books.gotStock(need.getKey(), pieces);
        stock.merge(need.getKey(), pieces, Long::sum);
      } else if (pieces > 0) {
        books.mayHaveGotStock(need.getKey(), pieces);
        certain = false;
      }
    }
    return certain;
  }

  /** An order that could not be given what it lacks is not asked for, and that must be said. */
  private boolean isOk(String route, ClientReply<?> reply) {
    switch (reply) {
      case ClientReply.Ok<?> _ -> {}
      case ClientReply.Refused<?> refused ->
          notFinished("%s answered %d %s".formatted(route, refused.status(), refused.code()));
      case ClientReply.Unknown<?>(String reason) ->
          notFinished("%s got no clear answer (%s)".formatted(route, reason));
    }
    return reply instanceof ClientReply.Ok<?>;
  }

  private void ask(Order order) {
    boolean suffices = suffices(order);
    ClientReply<Receipt> reply = checkout(order);
    while (reply instanceof ClientReply.Refused<?>
        && suffices
        && System.nanoTime() - settledNanos < 0) {
      LockSupport.parkNanos(PAUSE_NANOS);
      reply = checkout(order);
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
      case ClientReply.Unknown<?>(String reason) -> {
        notFinished("order %s got no clear answer (%s)".formatted(order.id(), reason));
        if (reader.orders(List.of(order.id())).values().stream().anyMatch(Order::paid)) {
          take(order);
        }
      }
    }
  }

  /** Once more where the answer is unclear, as every client may. */
  private ClientReply<Receipt> checkout(Order order) {
    ClientReply<Receipt> reply = shop.checkout(order.id());
    for (int i = 0; i < RETRIES_MAX && reply instanceof ClientReply.Unknown<?> && !isOver(); i++) {
      books.told(order.id(), ClientOutcome.UNKNOWN);
      LockSupport.parkNanos(PAUSE_NANOS);
      reply = shop.checkout(order.id());
    }
    if (reply instanceof ClientReply.Unknown<?>) {
      books.told(order.id(), ClientOutcome.UNKNOWN);
    }
    return reply;
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
