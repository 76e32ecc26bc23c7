package tercet.testing.verifier.fake;

import static tercet.testing.verifier.fake.FakeRecords.number;

import java.io.IOException;
import java.net.URI;
import java.util.stream.Collectors;
import tercet.testing.verifier.fake.FakeRecords.PretendItem;
import tercet.testing.verifier.fake.FakeRecords.PretendLine;
import tercet.testing.verifier.fake.FakeRecords.PretendOrder;
import tercet.testing.verifier.fake.FakeRecords.PretendUser;
import tercet.testing.verifier.fake.FakeRecords.RefusedException;
import tercet.testing.verifier.fake.HttpConversation.Request;
import tercet.testing.verifier.fake.HttpConversation.Response;

/**
 * A shop in memory that speaks the contract as far as the judge's tests need it. Its {@link
 * SeededBug} strikes every seventh checkout, and those of out-of-stock and out-of-credit orders
 * wherever it concerns them.
 */
public final class FakeShop implements AutoCloseable {
  private static final int FLAW_EVERY = 7;
  private static final long LAG_NANOS = 2_000_000_000L;

  private final SeededBug flaw;
  private final Dialect dialect;
  private final int port;
  private volatile SocketServer server;
  private final FakeRecords records = new FakeRecords();
  private int checkouts;
  private int additions;
  private int userCreations;

  public FakeShop(SeededBug flaw) {
    this(flaw, (_, shop) -> shop.get());
  }

  /** A shop that speaks a dialect. */
  public FakeShop(SeededBug flaw, Dialect dialect) {
    this.flaw = flaw;
    this.dialect = dialect;
    this.server = new SocketServer(new HttpConversation(this::speak));
    this.port = server.port();
  }

  public URI address() {
    return server.address();
  }

  /**
   * Ends every connection at once. Its records stay, as on a disk, unless the planted bug loses
   * them.
   */
  public void kill() {
    server.close();
    synchronized (this) {
      if (flaw == SeededBug.FORGETS_LATEST_WHEN_KILLED) {
        records.forgetLatest();
      }
    }
  }

  /** Opens a killed one again, at the same address. */
  public void restart() {
    server = new SocketServer(port, new HttpConversation(this::speak));
  }

  private Response speak(Request request) throws IOException {
    return dialect.answer(request, () -> handle(request));
  }

  private synchronized Response handle(Request request) {
    String[] path = request.path().substring(1).split("/", -1);
    try {
      return new Response(200, route(path[0] + "/" + path[1], path));
    } catch (RefusedException e) {
      PretendOrder refused = records.orders.get(path[2]);
      if (refused != null && path[1].equals("checkout")) {
        refused.refused = true;
      }
      return new Response(
          e.status, "{\"code\":\"%s\",\"detail\":\"It was refused.\"}".formatted(e.getMessage()));
    }
  }

  private String route(String call, String[] path) {
    return switch (call) {
      case "stock/item" -> createItem(number(path[3]));
      case "stock/find" ->
          "{\"stock\":%d,\"price\":%d}"
              .formatted(records.item(path[2]).stock, records.item(path[2]).price);
      case "stock/add" -> changeStock(path[2], number(path[3]));
      case "stock/subtract" -> changeStock(path[2], -number(path[3]));
      case "stock/batch_init" -> initItems(number(path[2]), number(path[3]), number(path[4]));
      case "payment/create_user" -> createUser();
      case "payment/find_user" ->
          "{\"user_id\":\"%s\",\"credit\":%d}".formatted(path[2], records.user(path[2]).credit);
      case "payment/add_funds" -> changeCredit(path[2], number(path[3]));
      case "payment/pay" -> changeCredit(path[2], -number(path[3]));
      case "payment/batch_init" -> initUsers(number(path[2]), number(path[3]));
      case "orders/create" -> createOrder(path[2]);
      case "orders/find" -> order(path[2]);
      case "orders/addItem" -> addItem(records.order(path[2]), path[3], number(path[4]));
      case "orders/checkout" -> checkout(path[2]);
      case "orders/batch_init" -> initOrders(number(path[2]), number(path[3]), number(path[4]));
      default -> throw new RefusedException("unknown_route");
    };
  }

  // --- Checkout ---

  private String checkout(String id) {
    PretendOrder order = records.order(id);
    if (!order.paid) {
      checkouts++;
      pay(id, order, checkouts % FLAW_EVERY == 0);
    }
    return "{\"transaction_id\":\"t%s\"}".formatted(id);
  }

  private void pay(String id, PretendOrder order, boolean strikes) {
    if (strikes && flaw == SeededBug.SAYS_200_WITHOUT_EFFECT) {
      return;
    }
    if (order.refused && flaw == SeededBug.NEVER_FORGIVES_REFUSED) {
      throw new RefusedException("refused_before");
    }
    PretendUser user = records.user(order.user);
    boolean hasCredit = user.credit - user.held >= order.cost();
    boolean hasStock = hasStock(order);
    if (!hasStock && flaw != SeededBug.OVERSELLS && flaw != SeededBug.GOES_BELOW_ZERO) {
      user.credit -= flaw == SeededBug.KEEPS_MONEY_OF_REFUSED ? order.cost() : 0;
      user.held += flaw == SeededBug.HOLDS_MONEY_OF_REFUSED ? order.cost() : 0;
      throw new RefusedException(
          "out_of_stock", flaw == SeededBug.SAYS_500_FOR_REFUSAL && strikes ? 500 : 400);
    }
    if (!hasCredit) {
      if (flaw == SeededBug.KEEPS_PIECES_OF_REFUSED) {
        takePieces(order);
      }
      throw new RefusedException("out_of_credit");
    }
    order.paid = true;
    order.paidAtNanos = System.nanoTime();
    records.wasPaid(order);
    if (!strikes || flaw != SeededBug.FORGETS_STOCK) {
      takePieces(order);
    }
    charge(order, user, strikes);
    spoil(id, order, strikes);
  }

  /** Lines of the same item count together. */
  private boolean hasStock(PretendOrder order) {
    return order.lines.stream()
        .collect(
            Collectors.groupingBy(PretendLine::item, Collectors.summingLong(PretendLine::quantity)))
        .entrySet()
        .stream()
        .allMatch(need -> records.item(need.getKey()).stock >= need.getValue());
  }

  private void takePieces(PretendOrder order) {
    for (PretendLine line : order.lines) {
      PretendItem item = records.item(line.item());
      item.stock -= line.quantity();
      if (flaw == SeededBug.OVERSELLS) {
        item.stock = Math.max(0, item.stock);
      }
    }
  }

  private void charge(PretendOrder order, PretendUser user, boolean strikes) {
    SeededBug struck = strikes ? flaw : SeededBug.NONE;
    long cost = order.cost();
    switch (struck) {
      case CHARGES_TWICE -> user.credit -= 2 * cost;
      case CHARGES_WRONG_USER -> someoneElse(user, cost).credit -= cost;
      case FORGETS_MONEY -> {}
      case PRINTS_MONEY -> user.credit += 1_000 - cost;
      default -> user.credit -= cost;
    }
  }

  private void spoil(String id, PretendOrder order, boolean strikes) {
    if (strikes && flaw == SeededBug.LOSES_ORDER) {
      records.orders.remove(id);
    } else if (strikes && flaw == SeededBug.LOSES_LINE && !order.lines.isEmpty()) {
      order.lines.removeLast();
    } else if (strikes && flaw == SeededBug.SAYS_400_BUT_DOES_IT) {
      throw new RefusedException("sorry");
    } else if (strikes && flaw == SeededBug.SAYS_500_FOR_PURCHASE) {
      throw new RefusedException("oops", 500);
    } else if (strikes && flaw == SeededBug.SAYS_503_FOR_PURCHASE) {
      throw new RefusedException("who_knows", 503);
    }
  }

  private PretendUser someoneElse(PretendUser user, long cost) {
    return records.users.values().stream()
        .filter(other -> other != user && other.credit >= cost)
        .findFirst()
        .orElse(user);
  }

  // --- Everything else ---

  private String createItem(long price) {
    String id = records.newId();
    records.items.computeIfAbsent(id, _ -> new PretendItem()).price = price;
    return "{\"item_id\":\"%s\"}".formatted(id);
  }

  private String createUser() {
    userCreations++;
    boolean again = flaw == SeededBug.GIVES_USER_ID_TWICE && userCreations % FLAW_EVERY == 0;
    return "{\"user_id\":\"%s\"}".formatted(records.newUser(again));
  }

  private String createOrder(String user) {
    String id = records.newId();
    records.orders.computeIfAbsent(id, _ -> new PretendOrder()).user = user;
    return "{\"order_id\":\"%s\"}".formatted(id);
  }

  private String changeStock(String id, long difference) {
    PretendItem item = records.item(id);
    if (item.stock + difference < 0) {
      throw new RefusedException("out_of_stock");
    }
    item.stock += difference;
    return "{}";
  }

  private String changeCredit(String id, long difference) {
    PretendUser user = records.user(id);
    if (user.credit + difference < 0) {
      throw new RefusedException("out_of_credit");
    }
    user.credit += difference;
    return "{}";
  }

  private String addItem(PretendOrder order, String item, long quantity) {
    additions++;
    if (flaw != SeededBug.LOSES_ADDED_LINE || additions % FLAW_EVERY != 0) {
      order.lines.add(new PretendLine(item, quantity, records.item(item).price));
    }
    return "{}";
  }

  private String order(String id) {
    PretendOrder order = records.order(id);
    String lines =
        order.lines.stream()
            .map(line -> "[\"%s\",%d]".formatted(line.item(), line.quantity()))
            .collect(Collectors.joining(","));
    return "{\"order_id\":\"%s\",\"paid\":%b,\"items\":[%s],\"user_id\":\"%s\",\"total_cost\":%d}"
        .formatted(id, showsPaid(order), lines, order.user, order.cost());
  }

  private boolean showsPaid(PretendOrder order) {
    boolean late = System.nanoTime() - order.paidAtNanos < LAG_NANOS;
    return order.paid && !(late && flaw == SeededBug.SHOWS_PAID_LATE);
  }

  private String initItems(long count, long stock, long price) {
    for (long i = 0; i < count; i++) {
      PretendItem item = new PretendItem();
      item.stock = stock;
      item.price = price;
      records.items.put(Long.toString(i), item);
    }
    return "{\"msg\":\"done\"}";
  }

  private String initUsers(long count, long credit) {
    for (long i = 0; i < count; i++) {
      records.users.computeIfAbsent(Long.toString(i), _ -> new PretendUser()).credit = credit;
    }
    return "{\"msg\":\"done\"}";
  }

  /** Not random, but each order of the user of its number, with the item of it and the next. */
  private String initOrders(long count, long itemCount, long userCount) {
    for (long i = 0; i < count; i++) {
      PretendOrder order = new PretendOrder();
      order.user = Long.toString(i % userCount);
      records.orders.put(Long.toString(i), order);
      addItem(order, Long.toString(i % itemCount), 1);
      addItem(order, Long.toString((i + 1) % itemCount), 1);
    }
    return "{\"msg\":\"done\"}";
  }

  @Override
  public void close() {
    server.close();
  }
}
