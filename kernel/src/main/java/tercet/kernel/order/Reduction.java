package tercet.kernel.order;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tercet.kernel.command.Line;
import tercet.kernel.id.Amount;
import tercet.kernel.id.ItemId;

/**
 * A paid order from which pieces were taken.
 *
 * @param left the order, still paid
 * @param cancelled the pieces, as an order of their own
 */
public record Reduction(Order.Paid left, Order.Cancelled cancelled) {

  /**
   * Takes pieces out of a paid order.
   *
   * @return null if it has fewer
   */
  public static @Nullable Reduction of(Order.Paid paid, ItemId item, Amount quantity, Instant now) {
    List<Line> left = new ArrayList<>(paid.lines().size());
    Line back = null;
    for (Line line : paid.lines()) {
      int rest = line.quantity().compareTo(quantity);
      if (!line.item().equals(item)) {
        left.add(line);
      } else if (rest < 0) {
        return null;
      } else if (rest == 0) {
        back = line;
      } else {
        Line fewer = line.without(quantity);
        left.add(fewer);
        back = new Line(item, quantity, line.cost().minus(fewer.cost()));
      }
    }
    return back == null
        ? null
        : new Reduction(
            new Order.Paid(
                paid.user(),
                left,
                paid.transaction(),
                paid.generation(),
                paid.past(),
                paid.at(),
                with(paid.returned(), back)),
            new Order.Cancelled(
                paid.user(),
                List.of(back),
                paid.transaction(),
                paid.generation(),
                paid.past(),
                paid.at(),
                now));
  }

  private static List<Line> with(List<Line> returned, Line back) {
    List<Line> all = new ArrayList<>(returned.size() + 1);
    Line sum = back;
    for (Line line : returned) {
      if (line.item().equals(back.item())) {
        sum =
            new Line(
                back.item(), line.quantity().plus(back.quantity()), line.cost().plus(back.cost()));
      } else {
        all.add(line);
      }
    }
    all.add(sum);
    return all;
  }
}
