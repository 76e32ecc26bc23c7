package tercet.testing.verifier.contention;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tercet.testing.verifier.model.Anomaly;
import tercet.testing.verifier.model.ClientOutcome;
import tercet.testing.verifier.model.Discrepancy;
import tercet.testing.verifier.model.ReferenceModel;
import tercet.testing.verifier.shop.ItemId;
import tercet.testing.verifier.shop.Line;
import tercet.testing.verifier.shop.Order;

/**
 * The answers to all calls that change one order, and the order that must follow from them. The
 * sequence in which the shop took them does not matter: calls that exclude each other must not both
 * have happened.
 */
final class OrderStory {
  private final Order made;
  private ClientOutcome checkouts = ClientOutcome.NOT_ASKED;
  private ClientOutcome cancels = ClientOutcome.NOT_ASKED;
  private ClientOutcome clears = ClientOutcome.NOT_ASKED;
  private String refund = "";

  /** Taken out for certain, before or after the order was paid. */
  private final Map<ItemId, Long> out = new HashMap<>();

  private int timesTakenOut;
  private boolean outOfPaid;
  private boolean unclear;
  private final List<Discrepancy> found = new ArrayList<>();

  OrderStory(Order made) {
    this.made = made;
  }

  Order made() {
    return made;
  }

  /**
   * One attempt.
   *
   * @param maxTotal what the client would pay at most
   */
  void checkedOut(long maxTotal, ClientOutcome told) {
    checkouts = merged(checkouts, told);
    if (told == ClientOutcome.PAID && maxTotal < made.totalCost()) {
      report(
          Anomaly.PAID_ABOVE_LIMIT,
          "Order %s costs %d, and a checkout for %d at most was acknowledged (2xx)."
              .formatted(made.id(), made.totalCost(), maxTotal));
    }
  }

  /** Pieces were taken out of an order that is not paid. */
  void removed(ItemId item, long quantity, ClientOutcome told) {
    tookOut(item, quantity, told);
  }

  /** Everything was taken out of an order that is not paid. */
  void cleared(ClientOutcome told) {
    clears = merged(clears, told);
  }

  /** Pieces of a paid order were given back. */
  void cancelled(ItemId item, long quantity, ClientOutcome told) {
    tookOut(item, quantity, told);
    outOfPaid |= told == ClientOutcome.PAID;
  }

  /**
   * The paid order was undone.
   *
   * @param refundId that the answer names; empty if there is none
   */
  void cancelled(String refundId, ClientOutcome told) {
    cancels = merged(cancels, told);
    if (told != ClientOutcome.PAID) {
      return;
    }
    if (refundId.isEmpty() || !(refund.isEmpty() || refund.equals(refundId))) {
      report(
          Anomaly.REFUND_CHANGED,
          "Order %s was cancelled by refund \"%s\", and by refund \"%s\" before."
              .formatted(made.id(), refundId, refund));
    }
    refund = refundId;
  }

  private void tookOut(ItemId item, long quantity, ClientOutcome told) {
    if (told == ClientOutcome.PAID) {
      out.merge(item, quantity, Long::sum);
      timesTakenOut++;
    }
    unclear |= told == ClientOutcome.UNKNOWN;
  }

  /** True if a client was told that it is undone: nothing can pay it any more. */
  boolean isCancelled() {
    return cancels == ClientOutcome.PAID;
  }

  /** The refund that the first cancellation named; empty if there was none. */
  String refund() {
    return refund;
  }

  /** How often pieces were taken out of it for certain. */
  int timesTakenOut() {
    return timesTakenOut;
  }

  /** Books the order as it must be now that all answers are there. */
  void book(ReferenceModel books, Map<ItemId, Long> prices) {
    boolean undone = outOfPaid || isCancelled();
    if (undone && checkouts.compareTo(ClientOutcome.UNKNOWN) < 0) {
      report(
          Anomaly.REFUND_WITHOUT_PAYMENT,
          "Order %s was cancelled or pieces of it (2xx), and no checkout of it was acknowledged."
              .formatted(made.id()));
    }
    books.hasOrder(made.id());
    boolean mayBeUndone = cancels == ClientOutcome.UNKNOWN;
    books.told(
        made.id(),
        isCancelled() ? ClientOutcome.CANCELLED : mayBeUndone ? ClientOutcome.UNKNOWN : checkouts);
    boolean certain = !unclear && !mayBeUndone && clears != ClientOutcome.UNKNOWN;
    if (certain && !isCancelled()) {
      books.hasOrder(left(prices));
    }
    found.forEach(books::saw);
  }

  private Order left(Map<ItemId, Long> prices) {
    List<Line> lines = new ArrayList<>();
    long cost = 0;
    for (Map.Entry<ItemId, Long> line : made.quantities().entrySet()) {
      long quantity = line.getValue() - out.getOrDefault(line.getKey(), 0L);
      if (quantity < 0) {
        report(
            Anomaly.ORDER_CHANGED,
            "Order %s had %d pieces of item %s, and %d more were taken out of it (2xx)."
                .formatted(made.id(), line.getValue(), line.getKey(), -quantity));
      } else if (quantity > 0 && clears != ClientOutcome.PAID) {
        lines.add(new Line(line.getKey(), quantity));
        cost += quantity * prices.getOrDefault(line.getKey(), 0L);
      }
    }
    return new Order(made.id(), made.user(), lines, cost, false);
  }

  private void report(Anomaly fault, String sentence) {
    found.add(new Discrepancy(fault, sentence));
  }

  private static ClientOutcome merged(ClientOutcome before, ClientOutcome told) {
    return before.compareTo(told) >= 0 ? before : told;
  }
}
