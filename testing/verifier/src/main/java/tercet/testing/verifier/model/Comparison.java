package tercet.testing.verifier.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tercet.testing.verifier.shop.Item;
import tercet.testing.verifier.shop.ItemId;
import tercet.testing.verifier.shop.Order;
import tercet.testing.verifier.shop.OrderId;
import tercet.testing.verifier.shop.User;
import tercet.testing.verifier.shop.UserId;

/** Compares the books with one reading of the shop. */
final class Comparison {
  private final Map<OrderId, ClientOutcome> told;
  private final Map<OrderId, Integer> errors;
  private final Map<OrderId, Order> contents;
  private final BalanceCheck<UserId> credit;
  private final BalanceCheck<ItemId> stock;
  private final List<Discrepancy> found = new ArrayList<>();

  /**
   * @param errors with which checkouts were answered and that the contract does not have
   * @param contents of orders where they are known
   */
  Comparison(
      BalanceCheck<UserId> credit,
      BalanceCheck<ItemId> stock,
      Map<OrderId, ClientOutcome> told,
      Map<OrderId, Integer> errors,
      Map<OrderId, Order> contents) {
    this.credit = credit;
    this.stock = stock;
    this.told = told;
    this.errors = errors;
    this.contents = contents;
  }

  Audit with(Map<OrderId, Order> orders, Map<UserId, User> users, Map<ItemId, Item> items) {
    long paid = 0;
    long unknownPaid = 0;
    long unknownNotPaid = 0;
    for (Map.Entry<OrderId, ClientOutcome> entry : told.entrySet()) {
      Order order = orders.get(entry.getKey());
      if (order == null) {
        report(Anomaly.RECORD_LOST, "Order %s is unknown to the shop.".formatted(entry.getKey()));
        bookLost(entry.getKey(), entry.getValue());
        continue;
      }
      checkOutcome(order, entry.getValue());
      checkError(order, errors.getOrDefault(order.id(), 0));
      book(contentOf(order), order.paid(), entry.getValue());
      boolean wasUnknown = entry.getValue() == ClientOutcome.UNKNOWN;
      paid += order.paid() ? 1 : 0;
      unknownPaid += wasUnknown && order.paid() ? 1 : 0;
      unknownNotPaid += wasUnknown && !order.paid() ? 1 : 0;
    }
    found.addAll(credit.against(amounts(users, User::credit)));
    found.addAll(stock.against(amounts(items, Item::stock)));
    return new Audit(paid, unknownPaid, unknownNotPaid, found);
  }

  /** A debit of a lost order should be explained by that order. */
  private void bookLost(OrderId id, ClientOutcome outcome) {
    Order given = contents.get(id);
    if (given != null) {
      book(given, false, outcome);
    }
  }

  private void checkOutcome(Order order, ClientOutcome outcome) {
    switch (outcome) {
      case PAID -> {
        if (!order.paid()) {
          report(
              Anomaly.ACKNOWLEDGED_NOT_PAID,
              "Order %s was acknowledged as paid (2xx), but the shop says that it is not."
                  .formatted(order.id()));
        }
      }
      case REFUSED -> {
        if (order.paid()) {
          report(
              Anomaly.REFUSED_BUT_PAID,
              "Order %s was refused (4xx), but the shop says that it is paid."
                  .formatted(order.id()));
        }
      }
      case NOT_ASKED -> {
        if (order.paid()) {
          report(
              Anomaly.PAID_UNASKED,
              "Order %s was never checked out, but the shop says that it is paid."
                  .formatted(order.id()));
        }
      }
      case CANCELLED -> {
        if (order.paid()) {
          report(
              Anomaly.CANCELLED_BUT_PAID,
              "Order %s was cancelled (2xx), but the shop says that it is paid."
                  .formatted(order.id()));
        }
      }
      case UNKNOWN -> {}
    }
  }

  private void checkError(Order order, int status) {
    if (status != 0 && order.paid()) {
      report(
          Anomaly.ERROR_FOR_PURCHASE,
          "A checkout of order %s was answered with %d, but the shop says that it is paid."
              .formatted(order.id(), status));
    } else if (status != 0) {
      report(
          Anomaly.ERROR_FOR_REFUSAL,
          "A checkout of order %s was answered with %d, and it is not paid."
              .formatted(order.id(), status));
    }
  }

  /** The expected content of the order: the booked lines, or else those of the shop. */
  private Order contentOf(Order order) {
    Order given = contents.get(order.id());
    if (given == null) {
      return order;
    }
    if (!given.user().equals(order.user())
        || given.totalCost() != order.totalCost()
        || !given.quantities().equals(order.quantities())) {
      found.add(
          new Discrepancy(
              Anomaly.ORDER_CHANGED,
              lostLines(given, order) ? Cause.LINES_LOST : Cause.ORDER_CHANGED,
              "Order %s should be %s of user %s for %d, but the shop says %s of user %s for %d."
                  .formatted(
                      order.id(),
                      given.quantities(),
                      given.user(),
                      given.totalCost(),
                      order.quantities(),
                      order.user(),
                      order.totalCost())));
    }
    return given;
  }

  /** True if an order has less than it was given. Its user and items are then told from others. */
  private boolean lostLines(Order given, Order order) {
    Map<ItemId, Long> there = order.quantities();
    boolean lost = false;
    for (Map.Entry<ItemId, Long> wanted : given.quantities().entrySet()) {
      if (there.getOrDefault(wanted.getKey(), 0L) < wanted.getValue()) {
        lost = true;
        stock.lostLines(wanted.getKey());
      }
    }
    if (lost) {
      credit.lostLines(given.user());
    }
    return lost;
  }

  private void book(Order order, boolean isPaid, ClientOutcome outcome) {
    if (!isPaid && outcome == ClientOutcome.NOT_ASKED) {
      return;
    }
    if (order.totalCost() != 0) {
      credit.book(order.user(), new ExpectedDebit(order.id(), order.totalCost(), isPaid));
    }
    order
        .quantities()
        .forEach((item, pieces) -> stock.book(item, new ExpectedDebit(order.id(), pieces, isPaid)));
  }

  private interface Amount<T> {
    long of(T record);
  }

  private static <I, T> Map<I, Long> amounts(Map<I, T> records, Amount<T> amount) {
    Map<I, Long> amounts = HashMap.newHashMap(records.size());
    records.forEach((id, record) -> amounts.put(id, amount.of(record)));
    return amounts;
  }

  private void report(Anomaly fault, String sentence) {
    found.add(new Discrepancy(fault, sentence));
  }
}
