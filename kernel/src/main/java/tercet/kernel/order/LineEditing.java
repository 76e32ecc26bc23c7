package tercet.kernel.order;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tercet.kernel.command.Line;
import tercet.kernel.command.Pieces;
import tercet.kernel.id.Amount;
import tercet.kernel.id.ItemId;

/** Changes the lines of an order that is not paid. */
final class LineEditing {
  private LineEditing() {}

  /** The order with more pieces; those of an item that it has grow its line. */
  static Order.Editing add(Order.Unpaid order, ItemId item, Amount quantity, Amount price) {
    if (!quantity.multipliesWith(price) || !order.total().fitsWith(quantity.times(price))) {
      return new Order.Editing.TooMuch();
    }
    Line added = new Line(item, quantity, quantity.times(price));
    List<Line> changed = new ArrayList<>(order.lines());
    for (int i = 0; i < changed.size(); i++) {
      Line line = changed.get(i);
      if (line.item().equals(item)) {
        if (!line.quantity().fitsWith(quantity)) {
          return new Order.Editing.TooMuch();
        }
        changed.set(
            i, new Line(item, line.quantity().plus(quantity), line.cost().plus(added.cost())));
        return new Order.Editing.Edited(order.with(changed));
      }
    }
    if (changed.size() == Order.MAX_LINES) {
      return new Order.Editing.TooManyLines();
    }
    changed.add(added);
    return new Order.Editing.Edited(order.with(changed));
  }

  /** The order without pieces of an item; a line without pieces is gone. */
  static Order.Editing remove(Order.Unpaid order, ItemId item, Amount quantity) {
    List<Line> changed = new ArrayList<>(order.lines().size());
    boolean removed = false;
    for (Line line : order.lines()) {
      int rest = line.quantity().compareTo(quantity);
      if (!line.item().equals(item)) {
        changed.add(line);
      } else if (rest < 0) {
        return new Order.Editing.TooFew();
      } else {
        removed = true;
        if (rest > 0) {
          changed.add(line.without(quantity));
        }
      }
    }
    return removed ? new Order.Editing.Edited(order.with(changed)) : new Order.Editing.TooFew();
  }

  /** Whether an order has these lines and no other ones. */
  static boolean areLinesOf(Order.Unpaid order, List<Pieces> pieces) {
    Set<Pieces> own = new HashSet<>();
    order.lines().forEach(line -> own.add(new Pieces(line.item(), line.quantity())));
    return own.equals(Set.copyOf(pieces));
  }
}
