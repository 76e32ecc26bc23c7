package tercet.kernel.command;

import tercet.kernel.id.Amount;
import tercet.kernel.id.ItemId;

/**
 * All pieces of one item in an order.
 *
 * @param quantity at least one piece
 * @param cost of all of them, each at the price of the moment when it was added; when some are
 *     removed, each of them counts as the average
 */
public record Line(ItemId item, Amount quantity, Amount cost) {
  public Line {
    if (quantity.value() == 0) {
      throw new IllegalArgumentException("a line has at least one piece of " + item.value());
    }
  }

  /** The line with fewer pieces, at least one. The cost of those that stay is rounded up. */
  public Line without(Amount pieces) {
    Amount left = quantity.minus(pieces);
    return new Line(item, left, cost.share(left, quantity));
  }
}
