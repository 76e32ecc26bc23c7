package tercet.testing.verifier.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tercet.testing.verifier.shop.OrderId;

/**
 * One look at the books of a shop that goes on: each balance at rest against its paid orders.
 *
 * @param wrong what is wrong by this look, by what it is about; a second look should say the same
 * @param moving balances that were not at rest, and were not compared
 * @param compared balances that were
 * @param filledAgain balances that were filled again since the baseline, and cannot be compared
 */
public record BooksAudit(
    Map<String, Discrepancy> wrong, Set<String> moving, int compared, int filledAgain) {
  private static final int NAMED_MAX = 5;

  public BooksAudit {
    wrong = Map.copyOf(wrong);
    moving = Set.copyOf(moving);
  }

  /**
   * Looks.
   *
   * @param since the balances that are expected, less the orders that were paid since
   */
  public static BooksAudit of(Baseline since, Books now) {
    Look look = new Look(since, now);
    look.orders();
    look.balances(BalanceKind.CREDIT, since.users(), now.users(), look.moving.users());
    look.balances(BalanceKind.STOCK, since.items(), now.items(), look.moving.items());
    return look.result();
  }

  private static final class Look {
    private final Baseline since;
    private final Books now;
    private final Restlessness moving;
    private final Map<String, List<ExpectedDebit>> credits = new HashMap<>();
    private final Map<String, List<ExpectedDebit>> stocks = new HashMap<>();

    /** Paid when the baseline was made, and not any more or for fewer pieces; by owner. */
    private final Map<String, Long> creditsBack = new HashMap<>();

    private final Map<String, Long> stocksBack = new HashMap<>();
    private final Map<String, Discrepancy> wrong = new LinkedHashMap<>();
    private final Set<String> notCompared = new TreeSet<>();
    private int compared;
    private int filledAgain;

    Look(Baseline since, Books now) {
      this.since = since;
      this.now = now;
      this.moving = Restlessness.of(now);
    }

    void orders() {
      new TreeMap<>(now.ordersAfter())
          .forEach((id, order) -> {
            if (order.paid() && now.isSteady(id)) {
              require(id, "user", order.user(), now.users());
              order.items().keySet().forEach(item -> require(id, "item", item, now.items()));
            }
            book(new OrderId(id), order, since.paidBefore(id, order));
          });
      since
          .paid()
          .forEach((id, generation) -> {
            if (!now.ordersAfter().containsKey(id)) {
              report(
                  "Order " + id, Anomaly.RECORD_LOST, "was paid, and is unknown to the shop now.");
            }
          });
    }

    private void require(
        String order, String what, String id, Map<String, Books.Holding> holdings) {
      if (!holdings.containsKey(id)) {
        report(
            "Order " + order,
            Anomaly.RECORD_LOST,
            "is paid, and its %s %s is unknown to the shop.".formatted(what, id));
      }
    }

    private void book(OrderId id, Books.Purchase order, Books.@Nullable Purchase before) {
      if (before != null) {
        boolean paid = order.paid();
        creditsBack.merge(before.user(), before.cost() - (paid ? order.cost() : 0), Long::sum);
        before
            .items()
            .forEach((item, pieces) -> {
              long left = paid ? order.items().getOrDefault(item, 0L) : 0;
              stocksBack.merge(item, pieces - left, Long::sum);
            });
      } else {
        boolean paid = order.paid();
        add(credits, order.user(), new ExpectedDebit(id, order.cost(), paid));
        order
            .items()
            .forEach((item, pieces) -> add(stocks, item, new ExpectedDebit(id, pieces, paid)));
      }
    }

    private static void add(
        Map<String, List<ExpectedDebit>> debits, String owner, ExpectedDebit debit) {
      if (debit.amount() != 0) {
        debits.computeIfAbsent(owner, none -> new ArrayList<>(2)).add(debit);
      }
    }

    void balances(
        BalanceKind kind,
        Map<String, Baseline.Balance> before,
        Map<String, Books.Holding> holdings,
        Set<String> restless) {
      Map<String, List<ExpectedDebit>> debits = kind == BalanceKind.CREDIT ? credits : stocks;
      Map<String, Long> back = kind == BalanceKind.CREDIT ? creditsBack : stocksBack;
      new TreeMap<>(before)
          .forEach((id, was) -> {
            Books.Holding is = holdings.get(id);
            String name = kind.owner() + " " + id;
            if (is == null) {
              report(name, Anomaly.RECORD_LOST, "is unknown to the shop.");
            } else if (is.generation() != was.generation()) {
              filledAgain++;
            } else if (restless.contains(id)) {
              notCompared.add(name);
            } else {
              compared++;
              long given = was.amount() + back.getOrDefault(id, 0L);
              compare(kind, name, given, is.amount(), debits.getOrDefault(id, List.of()));
            }
          });
    }

    private void compare(
        BalanceKind kind, String name, long given, long amount, List<ExpectedDebit> debits) {
      List<ExpectedDebit> paid = debits.stream().filter(ExpectedDebit::isPaid).toList();
      long expected = given - paid.stream().mapToLong(ExpectedDebit::amount).sum();
      if (amount != expected) {
        List<ExpectedDebit> unpaid = debits.stream().filter(one -> !one.isPaid()).toList();
        Discrepancy why =
            amount < expected
                ? little(expected - amount, unpaid, paid)
                : much(amount - expected, paid);
        report(
            name,
            why.fault(),
            "has a %s of %d where the books of before and %d orders paid since leave %d: %s."
                .formatted(kind.balance(), amount, paid.size(), expected, why.sentence()));
      }
    }

    private static Discrepancy little(
        long missing, List<ExpectedDebit> unpaid, List<ExpectedDebit> paid) {
      List<OrderId> half = Fitting.orders(unpaid, missing);
      if (!half.isEmpty()) {
        return new Discrepancy(
            Anomaly.TAKEN_WITHOUT_PAID,
            "%d too little, as if taken for the unpaid orders %s".formatted(missing, named(half)));
      }
      List<OrderId> twice = Fitting.orders(paid, missing);
      return twice.isEmpty()
          ? new Discrepancy(
              Anomaly.BALANCE_WRONG,
              "%d too little, which no order explains; a call of pay or subtract would"
                  .formatted(missing))
          : new Discrepancy(
              Anomaly.TAKEN_TWICE,
              "%d too little, as if taken twice for the orders %s"
                  .formatted(missing, named(twice)));
    }

    private static Discrepancy much(long surplus, List<ExpectedDebit> paid) {
      List<OrderId> free = Fitting.orders(paid, surplus);
      return free.isEmpty()
          ? new Discrepancy(
              Anomaly.BALANCE_WRONG,
              "%d too much, which no order explains; a call of add_funds or add would"
                  .formatted(surplus))
          : new Discrepancy(
              Anomaly.PAID_WITHOUT_TAKING,
              "%d too much, as if nothing was taken for the paid orders %s"
                  .formatted(surplus, named(free)));
    }

    private static String named(List<OrderId> orders) {
      return orders.subList(0, Math.min(orders.size(), NAMED_MAX))
          + (orders.size() > NAMED_MAX ? " and %d more".formatted(orders.size() - NAMED_MAX) : "");
    }

    private void report(String about, Anomaly anomaly, String sentence) {
      wrong.putIfAbsent(about, new Discrepancy(anomaly, about + " " + sentence));
    }

    BooksAudit result() {
      return new BooksAudit(wrong, notCompared, compared, filledAgain);
    }
  }
}
