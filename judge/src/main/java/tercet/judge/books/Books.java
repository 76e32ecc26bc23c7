package tercet.judge.books;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import tercet.judge.shop.BulkReader;
import tercet.judge.shop.Item;
import tercet.judge.shop.ItemId;
import tercet.judge.shop.Order;
import tercet.judge.shop.OrderId;
import tercet.judge.shop.User;
import tercet.judge.shop.UserId;

/**
 * The judge's own account of a shop: what every user and item got, and what clients were told about
 * each order. {@link #audit} compares it with what the shop says. The balances must then agree to
 * the last unit with the set of orders that the shop calls paid, and that set with what clients
 * were told; where they were told nothing definite, the order's own word counts.
 *
 * <p>All users, items and orders that take part must be booked. Not for many threads at once.
 */
public final class Books {
  private static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();

  private final Map<UserId, Long> credit = new LinkedHashMap<>();
  private final Map<ItemId, Long> stock = new LinkedHashMap<>();
  private final Map<OrderId, Told> told = new LinkedHashMap<>();

  /** Orders whose content is known; for all others the shop is believed. */
  private final Map<OrderId, Order> contents = new HashMap<>();

  /**
   * Books credit that a user had at the beginning or got since; negative if it was paid.
   *
   * @param amount of which it is certain that it took effect
   */
  public void gotCredit(UserId user, long amount) {
    credit.merge(user, amount, Long::sum);
  }

  /**
   * Books stock that an item had at the beginning or got since; negative if it was subtracted.
   *
   * @param amount of which it is certain that it took effect
   */
  public void gotStock(ItemId item, long amount) {
    stock.merge(item, amount, Long::sum);
  }

  /** Books an order that there is, whose content only the shop knows. */
  public void hasOrder(OrderId order) {
    told.putIfAbsent(order, Told.NOT_ASKED);
  }

  /**
   * Books an order whose content is known.
   *
   * @param order whose user and lines count, but not its other fields but for the total cost
   */
  public void hasOrder(Order order) {
    hasOrder(order.id());
    contents.put(order.id(), order);
  }

  /** Books what {@code batch_init} makes: users, items and orders 0 to {@code count - 1} each. */
  public void hasBatch(long count, long creditOfEach, long stockOfEach) {
    for (long i = 0; i < count; i++) {
      gotCredit(UserId.of(i), creditOfEach);
      gotStock(ItemId.of(i), stockOfEach);
      hasOrder(OrderId.of(i));
    }
  }

  /** Books the outcome of one attempt to check an order out; there may be many. */
  public void told(OrderId order, Told outcome) {
    told.merge(order, outcome, Told::and);
  }

  /** How many orders have this as what counts of all that was told about them. */
  public long count(Told outcome) {
    return told.values().stream().filter(outcome::equals).count();
  }

  /**
   * Reads everything that is booked and compares. What may be wrong only for a moment is read again
   * until it is right or the time is over; what never may is reported even if it was seen once.
   *
   * @param settleMax how long undecided transactions may take to end
   * @throws tercet.judge.shop.UnreadableShopException if the shop does not answer
   */
  public Audit audit(BulkReader reader, Duration settleMax) {
    long end = System.nanoTime() + settleMax.toNanos();
    Set<Discrepancy> certain = new LinkedHashSet<>();
    while (true) {
      Audit audit = compare(reader);
      for (Discrepancy found : audit.discrepancies()) {
        if (!found.fault().mayPass()) {
          certain.add(found);
        }
      }
      List<Discrepancy> passing =
          audit.discrepancies().stream().filter(found -> found.fault().mayPass()).toList();
      if (passing.isEmpty() || System.nanoTime() - end >= 0) {
        List<Discrepancy> all = new ArrayList<>(certain);
        all.addAll(passing);
        return new Audit(audit.paid(), audit.unknownPaid(), audit.unknownNotPaid(), all);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private Audit compare(BulkReader reader) {
    Map<OrderId, Order> orders = reader.orders(told.keySet());
    Map<UserId, User> users = reader.users(credit.keySet());
    Map<ItemId, Item> items = reader.items(stock.keySet());
    return new Comparison(credit, stock, told, contents).with(orders, users, items);
  }
}
