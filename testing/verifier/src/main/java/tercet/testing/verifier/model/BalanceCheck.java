package tercet.testing.verifier.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tercet.testing.verifier.shop.OrderId;

/**
 * Checks that every balance is the sum given less the paid orders, and names the orders that would
 * explain a difference.
 *
 * @param <I> the id of the balance's owner
 */
final class BalanceCheck<I> {
  private static final int NAMED_ORDERS_MAX = 5;

  private final BalanceKind kind;
  private final Map<I, Long> given;
  private final Indeterminate<I> doubts;
  private final Map<I, List<ExpectedDebit>> debits = new HashMap<>();
  private final Map<I, Long> actual = new HashMap<>();
  private final List<Discrepancy> found = new ArrayList<>();
  private final Set<I> ofLostLines = new HashSet<>();

  BalanceCheck(BalanceKind kind, Map<I, Long> given, Indeterminate<I> doubts) {
    this.kind = kind;
    this.given = given;
    this.doubts = doubts;
  }

  void book(I owner, ExpectedDebit debit) {
    debits.computeIfAbsent(owner, _ -> new ArrayList<>(2)).add(debit);
  }

  /** An order lost lines that concern this owner: that is likely the cause of every difference. */
  void lostLines(I owner) {
    ofLostLines.add(owner);
  }

  /**
   * @param amounts that the shop says
   */
  List<Discrepancy> against(Map<I, Long> amounts) {
    actual.putAll(amounts);
    Map<I, Long> tooLittle = new LinkedHashMap<>();
    Surplus<I> tooMuch = new Surplus<>();
    for (Map.Entry<I, Long> entry : given.entrySet()) {
      I owner = entry.getKey();
      Long amount = actual.get(owner);
      if (amount == null) {
        report(
            Anomaly.RECORD_LOST,
            owner,
            "%s %s is unknown to the shop.".formatted(kind.owner(), owner));
        continue;
      }
      checkBounds(owner, entry.getValue() + doubts.most(owner), amount);
      long difference = amount - expected(owner);
      if (doubts.explain(owner, difference)) {
        continue;
      }
      if (difference < 0) {
        tooLittle.put(owner, -difference);
      } else {
        tooMuch.add(owner, difference);
      }
    }
    explain(tooLittle, tooMuch);
    debits.keySet().forEach(this::checkBooked);
    return found;
  }

  private void checkBooked(I owner) {
    long paid = paidInAll(owner);
    if (paid > 0 && !given.containsKey(owner)) {
      report(
          Anomaly.BALANCE_WRONG,
          owner,
          "%s %s is in no book, but paid orders take %d from it."
              .formatted(kind.owner(), owner, paid));
    }
  }

  private void checkBounds(I owner, long had, long amount) {
    if (amount < 0) {
      report(
          Anomaly.NEGATIVE_BALANCE,
          owner,
          "%s %s has a %s of %d.".formatted(kind.owner(), owner, kind.balance(), amount));
    }
    long sold = paidInAll(owner);
    if (sold > had) {
      report(
          Anomaly.OVERDRAWN,
          owner,
          "%s %s is %s: its paid orders need %d, and it only ever had a %s of %d."
              .formatted(kind.owner(), owner, kind.overdrawn(), sold, kind.balance(), had));
    }
  }

  private void explain(Map<I, Long> tooLittle, Surplus<I> tooMuch) {
    tooLittle.forEach((owner, missing) -> {
      List<I> spared = tooMuch.take(missing);
      if (spared.isEmpty()) {
        explainMissing(owner, missing);
      } else {
        reportBalance(
            Anomaly.TAKEN_FROM_WRONG,
            owner,
            "%d too little, and just so much too much has %s".formatted(missing, spared));
      }
    });
    tooMuch.rest().forEach(this::explainSurplus);
  }

  private void explainMissing(I owner, long missing) {
    List<OrderId> unpaid = Fitting.orders(debitsOf(owner, false), missing);
    List<OrderId> paid = Fitting.orders(debitsOf(owner, true), missing);
    String little = missing + " too little";
    if (unpaid.isEmpty() && paid.isEmpty()) {
      reportBalance(Anomaly.BALANCE_WRONG, owner, little + ", which no order explains");
    } else if (paid.isEmpty()) {
      reportBalance(
          Anomaly.TAKEN_WITHOUT_PAID,
          owner,
          little + ", as if taken for unpaid orders: " + named(unpaid));
    } else if (unpaid.isEmpty()) {
      reportBalance(Anomaly.TAKEN_TWICE, owner, little + ", as if taken twice for " + named(paid));
    } else {
      reportBalance(
          Anomaly.TAKEN_TOO_MUCH,
          owner,
          "%s, as if taken for unpaid orders: %s, or twice for %s"
              .formatted(little, named(unpaid), named(paid)));
    }
  }

  private void explainSurplus(I owner, long surplus) {
    List<OrderId> paid = Fitting.orders(debitsOf(owner, true), surplus);
    if (paid.isEmpty()) {
      reportBalance(Anomaly.BALANCE_WRONG, owner, surplus + " too much, which no order explains");
    } else {
      reportBalance(
          Anomaly.PAID_WITHOUT_TAKING,
          owner,
          "%d too much, as if nothing was taken for the paid %s".formatted(surplus, named(paid)));
    }
  }

  private long expected(I owner) {
    return given.getOrDefault(owner, 0L) - paidInAll(owner);
  }

  private long paidInAll(I owner) {
    return debitsOf(owner, true).stream().mapToLong(ExpectedDebit::amount).sum();
  }

  private List<ExpectedDebit> debitsOf(I owner, boolean paid) {
    return debits.getOrDefault(owner, List.of()).stream()
        .filter(debit -> debit.isPaid() == paid)
        .toList();
  }

  private static String named(List<OrderId> orders) {
    List<OrderId> first = orders.subList(0, Math.min(orders.size(), NAMED_ORDERS_MAX));
    int more = orders.size() - first.size();
    return "orders " + first + (more == 0 ? "" : " and " + more + " more");
  }

  private void reportBalance(Anomaly fault, I owner, String what) {
    report(
        fault,
        owner,
        "%s %s has a %s of %d where the paid orders leave %d: %s."
            .formatted(
                kind.owner(),
                owner,
                kind.balance(),
                actual.getOrDefault(owner, 0L),
                expected(owner),
                what));
  }

  private void report(Anomaly fault, I owner, String sentence) {
    boolean known = ofLostLines.contains(owner) && fault != Anomaly.RECORD_LOST;
    Cause cause = known ? Cause.LINES_LOST : Cause.of(fault, kind);
    found.add(new Discrepancy(fault, cause, sentence));
  }
}
