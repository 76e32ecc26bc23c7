package tercet.testing.verifier.model;

import java.util.ArrayList;
import java.util.List;
import tercet.testing.verifier.shop.OrderId;

/** Finds orders that together make up a difference. */
final class Fitting {
  private Fitting() {}

  /**
   * One order that makes up {@code difference} exactly, or else some whose sum does, the first that
   * fit; empty if that leads nowhere. A hint for a person, so it does not try every combination.
   */
  static List<OrderId> orders(List<ExpectedDebit> debits, long difference) {
    for (ExpectedDebit debit : debits) {
      if (debit.amount() == difference) {
        return List.of(debit.order());
      }
    }
    List<OrderId> chosen = new ArrayList<>();
    long left = difference;
    for (ExpectedDebit debit : debits) {
      if (debit.amount() <= left) {
        chosen.add(debit.order());
        left -= debit.amount();
      }
    }
    return left == 0 ? chosen : List.of();
  }
}
