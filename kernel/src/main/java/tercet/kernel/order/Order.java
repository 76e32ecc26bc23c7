package tercet.kernel.order;

import java.util.ArrayList;
import java.util.List;
import tercet.kernel.Amount;
import tercet.kernel.ItemId;
import tercet.kernel.Stored;
import tercet.kernel.TransactionId;
import tercet.kernel.UserId;

/** What a user wants to buy, or has bought. */
public sealed interface Order extends Stored {
  /** Lines of one order. One transaction must fit into one message and one commit. */
  int MAX_LINES = 1_000;

  UserId user();

  /** One line per item, in the order in which items were first added. */
  List<Line> lines();

  /** What all lines cost. */
  default Amount total() {
    Amount total = Amount.ZERO;
    for (Line line : lines()) {
      total = total.plus(line.cost());
    }
    return total;
  }

  /**
   * Not paid yet.
   *
   * @param generation which filling of this order it is; see {@link
   *     tercet.kernel.balance.Balance#generation}
   */
  record Unpaid(UserId user, List<Line> lines, long generation) implements Order {
    public Unpaid {
      lines = List.copyOf(lines);
    }

    /** Adds pieces of an item; more of the same item grows its line. */
    public Adding add(ItemId item, Amount quantity, Amount price) {
      if (!quantity.multipliesWith(price) || !total().fitsWith(quantity.times(price))) {
        return new Adding.TooMuch();
      }
      Line added = new Line(item, quantity, quantity.times(price));
      List<Line> changed = new ArrayList<>(lines);
      for (int i = 0; i < changed.size(); i++) {
        Line line = changed.get(i);
        if (line.item().equals(item)) {
          if (!line.quantity().fitsWith(quantity)) {
            return new Adding.TooMuch();
          }
          changed.set(
              i, new Line(item, line.quantity().plus(quantity), line.cost().plus(added.cost())));
          return new Adding.Added(new Unpaid(user, changed, generation));
        }
      }
      if (changed.size() == MAX_LINES) {
        return new Adding.TooManyLines();
      }
      changed.add(added);
      return new Adding.Added(new Unpaid(user, changed, generation));
    }

    /** The same order, paid. */
    public Paid paidBy(TransactionId transaction) {
      return new Paid(user, lines, transaction);
    }
  }

  /** Paid, for good. */
  record Paid(UserId user, List<Line> lines, TransactionId transaction) implements Order {
    public Paid {
      lines = List.copyOf(lines);
    }
  }

  /** What came of adding pieces. */
  sealed interface Adding {
    record Added(Unpaid order) implements Adding {}

    /** Cost or quantity would exceed {@link Amount#MAX}. */
    record TooMuch() implements Adding {}

    /** More than {@link Order#MAX_LINES}. */
    record TooManyLines() implements Adding {}
  }
}
