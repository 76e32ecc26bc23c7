package tercet.testing.verifier.shop;

import java.util.List;

/** An order as the service shows it. */
public record Order(OrderId id, UserId user, List<Line> lines, long totalCost, boolean paid) {
  public Order {
    lines = List.copyOf(lines);
  }
}
