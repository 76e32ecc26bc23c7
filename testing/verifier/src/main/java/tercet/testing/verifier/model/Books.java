package tercet.testing.verifier.model;

import java.io.IOException;
import java.util.Map;

/**
 * All records of a shop, read one after the other while it goes on.
 *
 * @param users by id
 * @param items by id
 * @param orders by id, read before the balances
 * @param ordersAfter the same, read after the balances
 */
public record Books(
    Map<String, Holding> users,
    Map<String, Holding> items,
    Map<String, Purchase> orders,
    Map<String, Purchase> ordersAfter) {
  public Books {
    users = Map.copyOf(users);
    items = Map.copyOf(items);
    orders = Map.copyOf(orders);
    ordersAfter = Map.copyOf(ordersAfter);
  }

  /**
   * A balance.
   *
   * @param held by transactions that are undecided, or whose outcome it has not heard
   * @param generation of this filling
   */
  public record Holding(long amount, long held, boolean locked, long generation) {
    boolean isFree() {
      return held == 0 && !locked;
    }
  }

  /**
   * An order.
   *
   * @param generation of this filling
   * @param items pieces by item
   */
  public record Purchase(
      String user, boolean paid, long cost, long generation, Map<String, Long> items) {
    public Purchase {
      items = Map.copyOf(items);
    }
  }

  /** Orders that were paid all the time, or were not. */
  boolean isSteady(String id) {
    Purchase before = orders.get(id);
    Purchase after = ordersAfter.get(id);
    return before == null
        ? after == null || !after.paid()
        : after != null
            && before.paid() == after.paid()
            && before.generation() == after.generation();
  }

  /** Reads all. */
  @FunctionalInterface
  public interface Source {
    /**
     * Reads them once.
     *
     * @throws IOException with a sentence if they cannot all be read
     */
    Books read() throws IOException;
  }
}
