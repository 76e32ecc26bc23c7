package tercet.testing.simulator.workload;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import tercet.kernel.command.Answer;
import tercet.kernel.id.Amount;
import tercet.kernel.id.BalanceId;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.UserId;
import tercet.testing.simulator.swarm.WorkloadPlan;

/** The records that clients know of, and their next wishes. */
final class ClientKnowledge {
  private static final int[] FACTORS = {0, 1, 2, 6};

  /** Most reservations end while clients are there. */
  private static final int[] SECONDS = {1, 1, 2, 5, 3_600};

  private final WorkloadPlan workload;
  private final Deque<Operation> first = new ArrayDeque<>();
  private final List<ItemId> items = new ArrayList<>();
  private final List<UserId> users = new ArrayList<>();
  private final List<OrderId> orders = new ArrayList<>();
  private final Map<Wish, Integer> weights = new EnumMap<>(Wish.class);
  private int weight;
  private int left;
  private @Nullable Keyed lastKeyed;

  ClientKnowledge(WorkloadPlan workload, int operationsMax) {
    this.workload = workload;
    this.left = Math.min(operationsMax, workload.operations());
    SplittableRandom random = new SplittableRandom(workload.mix());
    // An eighth of the seeds asks for statuses while it buys; the auditor of each asks in the end.
    boolean asksForStatus = new SplittableRandom(~workload.mix()).nextInt(4) == 0;
    for (Wish wish : Wish.values()) {
      int drawn = wish.weight * FACTORS[random.nextInt(FACTORS.length)];
      if ((!wish.rare || workload.rareWishes()) && (wish != Wish.FIND_STATUS || asksForStatus)) {
        weights.put(wish, drawn);
        weight += drawn;
      }
    }
    first.add(initItems(workload.stock()));
    first.add(initUsers(workload.credit()));
    first.add(initOrders());
    numbered(workload.items()).forEach(id -> items.add(new ItemId(id)));
    numbered(workload.users()).forEach(id -> users.add(new UserId(id)));
    numbered(workload.orders()).forEach(id -> orders.add(new OrderId(id)));
  }

  /** A wish, its weight among others, and whether clients of half of the seeds only have it. */
  private enum Wish {
    CREATE_ITEM(2),
    CREATE_USER(2),
    CREATE_ORDER(8),
    ADD(8),
    SUBTRACT(8),
    ADD_ITEM(16),
    CHECKOUT(30),
    FIND_BALANCE(8),
    FIND_ORDER(8),
    INIT(2),
    REMOVE_ITEM(6, true),
    REMOVE_LINE(2, true),
    CLEAR_ORDER(2, true),
    CANCEL_ORDER(12, true),
    CANCEL_ITEM(12, true),
    REPRICE(4, true),
    CHECKOUT_AT_MOST(8, true),
    FIND_STATUS(8, true),
    RESERVE(16, true),
    RELEASE(6, true);

    private final int weight;
    private final boolean rare;

    Wish(int weight) {
      this(weight, false);
    }

    Wish(int weight, boolean rare) {
      this.weight = weight;
      this.rare = rare;
    }
  }

  private static List<String> numbered(int count) {
    List<String> ids = new ArrayList<>(count);
    for (int number = 0; number < count; number++) {
      ids.add(Integer.toString(number));
    }
    return ids;
  }

  private Operation initItems(int stock) {
    return initItems(stock, workload.price());
  }

  private Operation initItems(int stock, int price) {
    return new Operation.InitItems(workload.items(), new Amount(stock), new Amount(price));
  }

  /** Prices change where clients take new ones. */
  private int price(SplittableRandom random) {
    return weights.getOrDefault(Wish.REPRICE, 0) == 0
        ? workload.price()
        : random.nextInt(2 * workload.price() + 1);
  }

  private Operation initUsers(int credit) {
    return new Operation.InitUsers(workload.users(), new Amount(credit));
  }

  private Operation initOrders() {
    return new Operation.InitOrders(
        workload.orders(), workload.items(), workload.users(), new Amount(workload.price()));
  }

  /** The next wish, or null if there is none left. */
  @Nullable Operation next(SplittableRandom random) {
    if (left <= 0) {
      return null;
    }
    left--;
    Operation setup = first.poll();
    if (setup == null && workload.crowd() && random.nextInt(10) != 0) {
      return new Operation.Checkout(orders.get(random.nextInt(orders.size())));
    }
    return setup == null ? wish(draw(random), random) : setup;
  }

  private Wish draw(SplittableRandom random) {
    int drawn = weight == 0 ? 0 : random.nextInt(weight);
    for (Wish wish : Wish.values()) {
      drawn -= weights.getOrDefault(wish, 0);
      if (drawn < 0) {
        return wish;
      }
    }
    return Wish.CHECKOUT;
  }

  private Operation wish(Wish wish, SplittableRandom random) {
    return switch (wish) {
      case CREATE_ITEM -> new Operation.CreateItem(new Amount(random.nextInt(10)));
      case CREATE_USER -> new Operation.CreateUser();
      case CREATE_ORDER -> new Operation.CreateOrder(one(users, random, new UserId("nobody")));
      case ADD -> new Operation.Add(balance(random), amount(random));
      case SUBTRACT -> new Operation.Subtract(balance(random), amount(random));
      case ADD_ITEM ->
          new Operation.AddItem(
              one(orders, random, new OrderId("none")),
              one(items, random, new ItemId("nothing")),
              new Amount(1 + random.nextInt(3)));
      case REMOVE_ITEM ->
          new Operation.RemoveItem(
              one(orders, random, new OrderId("none")),
              one(items, random, new ItemId("nothing")),
              new Amount(1 + random.nextInt(3)));
      case REMOVE_LINE ->
          new Operation.RemoveLine(
              one(orders, random, new OrderId("none")), one(items, random, new ItemId("nothing")));
      case CLEAR_ORDER -> new Operation.ClearOrder(one(orders, random, new OrderId("none")));
      case CANCEL_ORDER -> new Operation.CancelOrder(one(orders, random, new OrderId("none")));
      case CANCEL_ITEM ->
          new Operation.CancelItem(
              one(orders, random, new OrderId("none")),
              one(items, random, new ItemId("nothing")),
              new Amount(1 + random.nextInt(2)));
      case CHECKOUT -> new Operation.Checkout(one(orders, random, new OrderId("none")));
      case REPRICE -> new Operation.Reprice(one(orders, random, new OrderId("none")));
      case CHECKOUT_AT_MOST ->
          new Operation.Checkout(
              one(orders, random, new OrderId("none")),
              new Amount(random.nextInt(1 + 4 * workload.price())));
      case RESERVE ->
          new Operation.Reserve(
              one(orders, random, new OrderId("none")), SECONDS[random.nextInt(SECONDS.length)]);
      case RELEASE -> new Operation.Release(one(orders, random, new OrderId("none")));
      case FIND_BALANCE -> new Operation.FindBalance(balance(random));
      case FIND_STATUS -> new Operation.FindStatus(one(orders, random, new OrderId("none")));
      case FIND_ORDER -> new Operation.FindOrder(one(orders, random, new OrderId("none")));
      case INIT ->
          switch (random.nextInt(3)) {
            case 0 -> initItems(random.nextInt(2 * workload.stock() + 1), price(random));
            case 1 -> initUsers(random.nextInt(2 * workload.credit() + 1));
            default -> initOrders();
          };
    };
  }

  private BalanceId balance(SplittableRandom random) {
    return random.nextBoolean()
        ? one(items, random, new ItemId("nothing"))
        : one(users, random, new UserId("nobody"));
  }

  private Amount amount(SplittableRandom random) {
    int drawn = random.nextInt(100);
    if (drawn == 0) {
      return new Amount(Amount.MAX - random.nextInt(3));
    }
    return new Amount(drawn < 5 ? 0 : 1 + random.nextInt(drawn));
  }

  /** Few are hot, new ones are likely, and some do not exist. */
  private static <T> T one(List<T> known, SplittableRandom random, T unknown) {
    int size = known.size();
    if (size == 0 || random.nextInt(50) == 0) {
      return unknown;
    }
    return switch (random.nextInt(3)) {
      case 0 -> known.get(0);
      case 1 -> known.get(size - 1 - random.nextInt(Math.min(3, size)));
      default -> known.get(random.nextInt(size));
    };
  }

  /** A request with an Idempotency-Key. */
  record Keyed(String key, Operation operation) {}

  /** A client asks something with a key. */
  void used(Keyed keyed) {
    lastKeyed = keyed;
  }

  /** The last request of any client with a key. */
  @Nullable Keyed lastKeyed() {
    return lastKeyed;
  }

  /** A client learned that something new is there. */
  void learn(Operation operation, Answer answer) {
    if (answer instanceof Answer.Created created) {
      switch (operation) {
        case Operation.CreateItem create -> know(items, new ItemId(created.id()));
        case Operation.CreateUser create -> know(users, new UserId(created.id()));
        case Operation.CreateOrder create -> know(orders, new OrderId(created.id()));
        case Operation.Add _,
            Operation.Subtract _,
            Operation.AddItem _,
            Operation.RemoveItem _,
            Operation.RemoveLine _,
            Operation.ClearOrder _,
            Operation.CancelOrder _,
            Operation.CancelItem _,
            Operation.Reprice _,
            Operation.Reserve _,
            Operation.Release _,
            Operation.Checkout _,
            Operation.FindBalance _,
            Operation.FindOrder _,
            Operation.FindStatus _,
            Operation.InitItems _,
            Operation.InitUsers _,
            Operation.InitOrders _ ->
            throw new IllegalStateException("nothing is created by " + operation);
      }
    }
  }

  private static <T> void know(List<T> known, T learned) {
    if (!known.contains(learned)) {
      known.add(learned);
    }
  }

  List<ItemId> items() {
    return items;
  }

  List<UserId> users() {
    return users;
  }

  List<OrderId> orders() {
    return orders;
  }
}
