package tercet.testing.verifier.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import tercet.testing.verifier.http.HttpResponse;
import tercet.testing.verifier.shop.BrokenContractException;
import tercet.testing.verifier.shop.BulkReader;
import tercet.testing.verifier.shop.Item;
import tercet.testing.verifier.shop.ItemId;
import tercet.testing.verifier.shop.Oddities;
import tercet.testing.verifier.shop.Order;
import tercet.testing.verifier.shop.OrderId;
import tercet.testing.verifier.shop.UnreadableShopException;
import tercet.testing.verifier.shop.User;
import tercet.testing.verifier.shop.UserId;

/**
 * The judge's own account of a shop: the additions to every user and item, and the answers to
 * clients about each order. {@link #audit} compares it with the shop's records. The balances must
 * agree to the last unit with the orders that the shop calls paid, and these orders with the
 * answers to clients. Where clients got no definite answer, the order's own record counts.
 *
 * <p>All users, items and orders that take part must be booked. Not for many threads at once.
 */
public final class ReferenceModel {
  private static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();

  /** By this status alone a shop may say that it does not know. */
  private static final int UNAVAILABLE = 503;

  /** The statuses of a proxy whose server breaks off or stays silent (RFC 9110). */
  private static final Set<Integer> PROXY_ERRORS = Set.of(502, 504);

  private static final String CHECKOUT = "POST /orders/checkout";

  private final Oddities oddities;
  private final Map<UserId, Long> credit = new LinkedHashMap<>();
  private final Map<ItemId, Long> stock = new LinkedHashMap<>();
  private final Map<OrderId, ClientOutcome> told = new LinkedHashMap<>();

  private final Indeterminate<UserId> doubtfulCredit = new Indeterminate<>();
  private final Indeterminate<ItemId> doubtfulStock = new Indeterminate<>();

  /** Checkouts answered with 5xx other than 503, and how. */
  private final Map<OrderId, Integer> errors = new HashMap<>();

  private boolean proxyMayFail;

  /** Errors that were seen while the shop was at work. */
  private final Set<Discrepancy> seen = new LinkedHashSet<>();

  /** Orders whose content is known; for all others the shop is believed. */
  private final Map<OrderId, Order> contents = new HashMap<>();

  /** Whose shop's oddities interest no one. */
  public ReferenceModel() {
    this(new Oddities());
  }

  /**
   * @param oddities of the shop
   */
  public ReferenceModel(Oddities oddities) {
    this.oddities = oddities;
  }

  /** The oddities of the shop. */
  public Oddities oddities() {
    return oddities;
  }

  /**
   * Books credit that a user had at the beginning or got since; negative if it was paid.
   *
   * @param amount that certainly took effect
   */
  public void gotCredit(UserId user, long amount) {
    credit.merge(user, amount, Long::sum);
  }

  /**
   * Books stock that an item had at the beginning or got since; negative if it was subtracted.
   *
   * @param amount that certainly took effect
   */
  public void gotStock(ItemId item, long amount) {
    stock.merge(item, amount, Long::sum);
  }

  /** Books a change that may or may not have taken effect. */
  public void mayHaveGotCredit(UserId user, long amount) {
    doubtfulCredit.add(user, amount);
  }

  /** Books a change that may or may not have taken effect. */
  public void mayHaveGotStock(ItemId item, long amount) {
    doubtfulStock.add(item, amount);
  }

  /** Books an order that there is, whose content only the shop knows. */
  public void hasOrder(OrderId order) {
    told.putIfAbsent(order, ClientOutcome.NOT_ASKED);
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

  /**
   * Books the records that {@code batch_init} makes: users, items and orders 0 to {@code count - 1}
   * each.
   */
  public void hasBatch(long count, long creditOfEach, long stockOfEach) {
    for (long i = 0; i < count; i++) {
      gotCredit(UserId.of(i), creditOfEach);
      gotStock(ItemId.of(i), stockOfEach);
      hasOrder(OrderId.of(i));
    }
  }

  /** Books the outcome of one attempt to check an order out; there may be many. */
  public void told(OrderId order, ClientOutcome outcome) {
    told.merge(order, outcome, ClientOutcome::and);
  }

  /** Books the answer to one attempt to check an order out, and how odd it is. */
  public void answered(OrderId order, HttpResponse answer) {
    if (answer.isOk()) {
      oddities.noteSuccess(CHECKOUT, answer);
    }
    answered(order, answer.status());
  }

  /** Books the status of the answer to one attempt to check an order out. */
  public void answered(OrderId order, int status) {
    told(order, ClientOutcome.of(status));
    boolean isUnclear = status == UNAVAILABLE || (proxyMayFail && PROXY_ERRORS.contains(status));
    if (status >= 500 && !isUnclear) {
      errors.put(order, status);
    }
  }

  /**
   * From now on 502 and 504 say no more than 503: that nothing is known. For shops whose processes
   * are killed behind a proxy, which has no other words for it.
   */
  public void proxyMayFail() {
    proxyMayFail = true;
  }

  /** Books something wrong that was seen while the shop was at work. */
  public void saw(Discrepancy discrepancy) {
    seen.add(discrepancy);
  }

  /** Everything wrong that was seen while the shop was at work. */
  public Set<Discrepancy> seen() {
    return Collections.unmodifiableSet(seen);
  }

  /** The merged outcome of all answers about an order. */
  public ClientOutcome told(OrderId order) {
    return told.getOrDefault(order, ClientOutcome.NOT_ASKED);
  }

  /** Orders of known content whose every checkout was refused. */
  public List<Order> refused() {
    return contents.values().stream()
        .filter(order -> told(order.id()) == ClientOutcome.REFUSED)
        .toList();
  }

  /** How many users, items and orders are booked. */
  public long size() {
    return (long) credit.size() + stock.size() + told.size();
  }

  /** Number of orders with this merged outcome of all replies. */
  public long count(ClientOutcome outcome) {
    return told.values().stream().filter(outcome::equals).count();
  }

  /**
   * Reads everything that is booked and compares. A difference that a correct shop may show for a
   * moment is read again until it is gone or the time is over; any other is reported even if it was
   * seen once.
   *
   * @param settleMax how long undecided transactions may take to end
   * @throws tercet.testing.verifier.shop.UnreadableShopException if the shop does not answer
   */
  public Audit audit(BulkReader reader, Duration settleMax) {
    return settleStrictly(reader, settleMax).audit();
  }

  /** The same as {@link #audit}, and how long it took. */
  public Settlement settleStrictly(BulkReader reader, Duration settleMax) {
    return readUntilRight(reader, settleMax, Anomaly::mayPass);
  }

  /**
   * The same for a shop that may take its time: everything is read until it is right. From earlier
   * readings only those errors are reported that no later reading can undo.
   *
   * @param settleMax zero for a shop that must be right at once
   */
  public Settlement settle(BulkReader reader, Duration settleMax) {
    return readUntilRight(reader, settleMax, fault -> !fault.isForEver());
  }

  private Settlement readUntilRight(
      BulkReader reader, Duration settleMax, Predicate<Anomaly> mayPass) {
    long start = System.nanoTime();
    boolean once = settleMax.isZero();
    Set<Discrepancy> certain = new LinkedHashSet<>();
    seen.stream().filter(one -> once || !mayPass.test(one.fault())).forEach(certain::add);
    for (int readings = 1; ; readings++) {
      long now = System.nanoTime();
      Audit audit = compareAgain(reader, certain);
      List<Discrepancy> passing = new ArrayList<>();
      for (Discrepancy found : audit.discrepancies()) {
        if (mayPass.test(found.fault())) {
          passing.add(found);
        } else {
          certain.add(found);
        }
      }
      if (passing.isEmpty() || now - start >= settleMax.toNanos()) {
        Duration after = readings == 1 ? Duration.ZERO : Duration.ofNanos(now - start);
        certain.addAll(passing);
        return new Settlement(audit.with(certain), after, readings);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** Errors that are certain already stay in the books if this reading fails. */
  private Audit compareAgain(BulkReader reader, Set<Discrepancy> certain) {
    try {
      return compare(reader);
    } catch (UnreadableShopException | BrokenContractException e) {
      seen.addAll(certain);
      throw e;
    }
  }

  private Audit compare(BulkReader reader) {
    Map<OrderId, Order> orders = reader.orders(told.keySet());
    Map<UserId, User> users = reader.users(credit.keySet());
    Map<ItemId, Item> items = reader.items(stock.keySet());
    return new Comparison(
            new BalanceCheck<>(BalanceKind.CREDIT, credit, doubtfulCredit),
            new BalanceCheck<>(BalanceKind.STOCK, stock, doubtfulStock),
            told,
            errors,
            contents)
        .with(orders, users, items);
  }
}
