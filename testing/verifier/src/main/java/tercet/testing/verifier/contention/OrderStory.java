package tercet.testing.verifier.contention;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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
  private static final String STATUS = "status";
  private static final String CANCELLED = "cancelled";
  private static final Set<String> PAID = Set.of("paid", CANCELLED);

  /** The clocks of a shop's nodes may go at different rates, and one may be set meanwhile. */
  private static final long CLOCKS_DIFFER_NANOS = Duration.ofSeconds(1).toNanos();

  /** Its pieces are held for certain between both, by {@link System#nanoTime}. */
  private record Reservation(long from, long until) {
    boolean covers(long asked, long answered) {
      return asked - from > 0 && until - answered > CLOCKS_DIFFER_NANOS;
    }
  }

  private final Order made;
  private ClientOutcome checkouts = ClientOutcome.NOT_ASKED;
  private ClientOutcome cancels = ClientOutcome.NOT_ASKED;
  private ClientOutcome clears = ClientOutcome.NOT_ASKED;
  private ClientOutcome reservations = ClientOutcome.NOT_ASKED;
  private String refund = "";

  private @Nullable Reservation reservation;

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

  /** Its stock was to be held. */
  void reserved(ClientOutcome told) {
    reservations = merged(reservations, told);
  }

  /**
   * Its stock is held, and no other call gives it up.
   *
   * @param from by {@link System#nanoTime}
   * @param until the earliest moment at which it may end
   */
  void keeps(long from, long until) {
    Reservation before = reservation;
    if (before == null || until - before.until() > 0) {
      reservation = new Reservation(from, until);
    }
  }

  /**
   * A checkout was refused for lack of stock.
   *
   * @param asked by {@link System#nanoTime}
   * @param answered by {@link System#nanoTime}
   */
  void wasOutOfStock(long asked, long answered) {
    Reservation held = reservation;
    if (held != null && held.covers(asked, answered)) {
      report(
          Anomaly.RESERVED_BUT_REFUSED,
          "Order %s was reserved (2xx), and a checkout within that time was out of stock."
              .formatted(made.id()));
    }
  }

  /**
   * The shop said how far it is.
   *
   * @param before known when the question was sent
   * @param fields of the answer
   */
  void read(ClientOutcome before, Map<String, ?> fields) {
    boolean isRight =
        switch (before) {
          case CANCELLED ->
              CANCELLED.equals(fields.get(STATUS)) && refund.equals(fields.get("refund_id"));
          case PAID -> PAID.contains(String.valueOf(fields.get(STATUS)));
          case NOT_ASKED, REFUSED, UNKNOWN -> fields.get(STATUS) instanceof String;
        };
    if (!isRight) {
      report(
          Anomaly.STATUS_WRONG,
          "Order %s was %s when its status was asked for, which said %s."
              .formatted(made.id(), before.name().toLowerCase(Locale.ROOT), fields));
    }
  }

  /** The state that a client has been told of, for certain. */
  ClientOutcome told() {
    return isCancelled() ? ClientOutcome.CANCELLED : checkouts;
  }

  private void tookOut(ItemId item, long quantity, ClientOutcome told) {
    if (told == ClientOutcome.PAID) {
      out.merge(item, quantity, Long::sum);
      timesTakenOut++;
    }
    unclear |= told == ClientOutcome.UNKNOWN;
  }

  /** True if its stock was held, or may have been. */
  boolean wasReserved() {
    return reservations.compareTo(ClientOutcome.REFUSED) > 0;
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
