package tercet.testing.verifier.model;

import java.io.IOException;
import java.util.Map;
import java.util.Set;

/**
 * All records of a shop, read one after the other while it goes on.
 *
 * @param users by id
 * @param items by id
 * @param orders by id, read before the balances
 * @param ordersAfter the same, read after the balances
 * @param returning balances to which cancelled orders were giving back, read between the orders and
 *     the balances
 */
public record Books(
    Map<String, Holding> users,
    Map<String, Holding> items,
    Map<String, Purchase> orders,
    Map<String, Purchase> ordersAfter,
    Returning returning) {
  public Books {
    users = Map.copyOf(users);
    items = Map.copyOf(items);
    orders = Map.copyOf(orders);
    ordersAfter = Map.copyOf(ordersAfter);
  }

  /** Users and items, by id. */
  public record Returning(Set<String> users, Set<String> items) {
    /** No order is being cancelled. */
    public static final Returning NOTHING = new Returning(Set.of(), Set.of());

    public Returning {
      users = Set.copyOf(users);
      items = Set.copyOf(items);
    }
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

  /** Orders that were paid all the time with the same pieces, or were not. */
  boolean isSteady(String id) {
    Purchase before = orders.get(id);
    Purchase after = ordersAfter.get(id);
    return before == null
        ? after == null || !after.paid()
        : after != null
            && before.paid() == after.paid()
            && before.generation() == after.generation()
            && (!after.paid() || before.equals(after));
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
