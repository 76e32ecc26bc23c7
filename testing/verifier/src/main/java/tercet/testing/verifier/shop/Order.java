package tercet.testing.verifier.shop;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An order as the service shows it. */
public record Order(OrderId id, UserId user, List<Line> lines, long totalCost, boolean paid) {
  public Order {
    lines = List.copyOf(lines);
  }

  /** The pieces of each item in all lines. */
  public Map<ItemId, Long> quantities() {
    return quantities(lines);
  }

  static Map<ItemId, Long> quantities(List<Line> lines) {
    Map<ItemId, Long> quantities = new HashMap<>();
    lines.forEach(line -> quantities.merge(line.item(), line.quantity(), Long::sum));
    return quantities;
  }
}
