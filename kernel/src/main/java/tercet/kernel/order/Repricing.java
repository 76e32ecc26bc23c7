package tercet.kernel.order;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tercet.kernel.command.Line;
import tercet.kernel.command.Price;
import tercet.kernel.id.Amount;
import tercet.kernel.id.ItemId;

/** Takes other prices for the lines of an order. */
public final class Repricing {
  private Repricing() {}

  /**
   * The order with these prices for all pieces of their items. Other lines keep their cost, and
   * prices of items that it has not change nothing.
   *
   * @param unknown items without a price; none of them may be in the order
   */
  public static Order.Editing of(Order.Unpaid order, List<Price> prices, List<ItemId> unknown) {
    Map<ItemId, Amount> byItem = new HashMap<>();
    prices.forEach(one -> byItem.put(one.item(), one.price()));
    List<Line> changed = new ArrayList<>(order.lines().size());
    Amount total = Amount.ZERO;
    for (Line line : order.lines()) {
      if (unknown.contains(line.item())) {
        return new Order.Editing.NoSuchItem(line.item());
      }
      Amount price = byItem.get(line.item());
      if (price != null && !line.quantity().multipliesWith(price)) {
        return new Order.Editing.TooMuch();
      }
      Amount cost = price == null ? line.cost() : line.quantity().times(price);
      if (!total.fitsWith(cost)) {
        return new Order.Editing.TooMuch();
      }
      total = total.plus(cost);
      changed.add(new Line(line.item(), line.quantity(), cost));
    }
    return new Order.Editing.Edited(order.with(changed));
  }
}
