package tercet.runtime.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tercet.kernel.Kernel;
import tercet.kernel.Protocol;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.Range;
import tercet.kernel.command.Reason;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Amount;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.kernel.id.UserId;
import tercet.kernel.saga.StepOrder;
import tercet.runtime.Eventually;
import tercet.runtime.Scene;
import tercet.runtime.mailbox.LaneSettings;
import tercet.runtime.request.IdSource;
import tercet.runtime.request.RequestSettings;
import tercet.runtime.request.ShardClient;
import tercet.runtime.store.HeapStore;
import tercet.runtime.transport.InProcessTransport;

/** A thousand users want one of a hundred pieces, all at once. */
@Timeout(120)
final class NodeCheckoutTest {
  private static final int USERS = 1_000;
  private static final int STOCK = 100;
  private static final int ROUNDS = 20;
  private static final Amount ONE = new Amount(1);
  private static final ItemId ITEM = new ItemId("0");
  private static final Shards SHARDS = new Shards(6);

  private final HeapStore store = new HeapStore(true);

  static Stream<Arguments> ways() {
    List<Arguments> ways = new ArrayList<>();
    for (StepOrder stepOrder : StepOrder.values()) {
      for (int lanes : new int[] {1, 3}) {
        ways.add(Arguments.of(stepOrder, lanes, true));
        ways.add(Arguments.of(stepOrder, lanes, false));
      }
    }
    return ways.stream();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void exactlyTheStockIsSoldAndTheBooksAreExact(StepOrder stepOrder, int lanes, boolean fusion)
      throws Exception {
    InProcessTransport transport = new InProcessTransport();
    List<Throwable> failures = new ArrayList<>();
    ShardClient requests = requests(transport);
    Node node =
        new Node(
            Set.copyOf(SHARDS.all()),
            lanes,
            new LaneSettings(16_384, 256, fusion),
            new Kernel(SHARDS, Protocol.SAGA, stepOrder, Scene.SETTINGS),
            store,
            transport,
            InstantSource.system(),
            requests::receive,
            failures::add);
    transport.start(node);
    node.start();
    try (node;
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < ROUNDS; round++) {
        stockUp(requests, clients, round);
        buy(requests, clients, round);
        audit(requests, clients, round);
      }
      Eventually.until("nothing is open", this::isNothingOpen);
    }
    assertEquals(List.of(), failures);
    assertEquals(0, node.undecidable());
    assertEquals(0, node.dropped());
    assertEquals(0, node.statistics().openTransactions());
  }

  /** Fills the shop anew, and gives every user an order of one piece. */
  private static void stockUp(ShardClient requests, ExecutorService clients, int round)
      throws Exception {
    Range users = new Range(0, USERS);
    List<Callable<Answer>> fillings = new ArrayList<>();
    for (ShardId shard : SHARDS.of(Service.PAYMENT)) {
      Command credits = new Command.InitAccounts(users, ONE);
      fillings.add(() -> requests.ask(requests.begin(), shard, credits));
    }
    Command stock = new Command.InitItems(new Range(0, 1), new Amount(STOCK), ONE);
    fillings.add(() -> requests.ask(requests.begin(), SHARDS.of(ITEM), stock));
    for (int user = 0; user < USERS; user++) {
      OrderId order = order(round, user);
      Command create = new Command.CreateOrder(order, user(user));
      Command add = new Command.AddItem(order, ITEM, ONE, ONE);
      fillings.add(() -> {
        requests.ask(requests.begin(), SHARDS.of(order), create);
        return requests.ask(requests.begin(), SHARDS.of(order), add);
      });
    }
    for (Future<Answer> filled : clients.invokeAll(fillings)) {
      assertEquals(new Answer.Done(), filled.get());
    }
  }

  private static void buy(ShardClient requests, ExecutorService clients, int round)
      throws Exception {
    List<Callable<Answer>> checkouts = new ArrayList<>();
    for (int user = 0; user < USERS; user++) {
      OrderId order = order(round, user);
      checkouts.add(() -> {
        Command checkout = new Command.Checkout(order, requests.deadline());
        return requests.ask(requests.begin(), SHARDS.of(order), checkout);
      });
    }
    int paid = 0;
    int outOfStock = 0;
    for (Future<Answer> answer : clients.invokeAll(checkouts)) {
      paid += answer.get() instanceof Answer.Paid ? 1 : 0;
      outOfStock +=
          answer.get() instanceof Answer.Refused refused
                  && refused.refusal().reason() == Reason.OUT_OF_STOCK
              ? 1
              : 0;
    }
    assertEquals(STOCK, paid);
    assertEquals(USERS - STOCK, outOfStock);
  }

  /** Stock is gone; the buyers have paid, and no other user. */
  private static void audit(ShardClient requests, ExecutorService clients, int round)
      throws Exception {
    Answer item = requests.ask(requests.begin(), SHARDS.of(ITEM), new Command.FindBalance(ITEM));
    assertEquals(new Answer.ItemFound(Amount.ZERO, ONE), item);
    List<Callable<Boolean>> checks = new ArrayList<>();
    for (int number = 0; number < USERS; number++) {
      OrderId order = order(round, number);
      UserId user = user(number);
      checks.add(() -> {
        Command findOrder = new Command.FindOrder(order);
        Command findUser = new Command.FindBalance(user);
        Answer bought = requests.ask(requests.begin(), SHARDS.of(order), findOrder);
        Answer credit = requests.ask(requests.begin(), SHARDS.of(user), findUser);
        boolean paid = assertInstanceOf(Answer.OrderFound.class, bought).paid();
        assertEquals(new Answer.AccountFound(user, paid ? Amount.ZERO : ONE), credit);
        return paid;
      });
    }
    int paid = 0;
    for (Future<Boolean> check : clients.invokeAll(checks)) {
      paid += check.get() ? 1 : 0;
    }
    assertEquals(STOCK, paid);
  }

  private boolean isNothingOpen() {
    return store.contents().values().stream().noneMatch(StoredRecord.Open.class::isInstance);
  }

  private static ShardClient requests(InProcessTransport transport) {
    return new ShardClient(
        "node",
        SHARDS,
        transport,
        InstantSource.system(),
        IdSource.random(),
        new RequestSettings(
            2 * USERS,
            Duration.ofSeconds(20),
            Duration.ofSeconds(10),
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            Duration.ofMillis(500),
            Duration.ofHours(24),
            Duration.ofHours(1)));
  }

  private static OrderId order(int round, int number) {
    return new OrderId("order-" + round + "-" + number);
  }

  private static UserId user(int number) {
    return new UserId(Integer.toString(number));
  }
}
