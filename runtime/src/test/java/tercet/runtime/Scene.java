package tercet.runtime;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import tercet.kernel.Kernel;
import tercet.kernel.Protocol;
import tercet.kernel.balance.Account;
import tercet.kernel.balance.Balance;
import tercet.kernel.balance.Item;
import tercet.kernel.command.Command;
import tercet.kernel.command.Line;
import tercet.kernel.command.ReplyAddress;
import tercet.kernel.decision.Request;
import tercet.kernel.id.Amount;
import tercet.kernel.id.BalanceId;
import tercet.kernel.id.CommandId;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.Key;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.Shards;
import tercet.kernel.id.UserId;
import tercet.kernel.order.Order;
import tercet.kernel.saga.StepOrder;
import tercet.kernel.transaction.TransactionSettings;
import tercet.runtime.store.HeapStore;

/**
 * A shop in a store: ann with 100 can pay order o1 of 2 apples for 6 and 1 pear for 2. There are 5
 * of each. All in different shards of their services.
 */
public final class Scene {
  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  public static final InstantSource CLOCK = InstantSource.fixed(START);
  public static final Duration DEADLINE = Duration.ofSeconds(5);
  public static final Shards SHARDS = new Shards(4);
  public static final TransactionSettings SETTINGS =
      new TransactionSettings(
          Duration.ofSeconds(2),
          Duration.ofMillis(500),
          Duration.ofMillis(200),
          Duration.ofSeconds(2));

  public static final ItemId APPLE = new ItemId("apple");
  public static final ItemId PEAR = new ItemId("pear");
  public static final UserId ANN = new UserId("ann");
  public static final OrderId O1 = new OrderId("o1");

  private Scene() {}

  public static Kernel kernel(StepOrder stepOrder) {
    return new Kernel(SHARDS, Protocol.SAGA, stepOrder, SETTINGS);
  }

  public static void fill(HeapStore store) {
    fill(store, 5, 100);
  }

  public static void fill(HeapStore store, long pears, long credit) {
    store.put(key(APPLE), new Item(new Amount(5), new Amount(3), 1));
    store.put(key(PEAR), new Item(new Amount(pears), new Amount(2), 1));
    store.put(key(ANN), new Account(new Amount(credit), 1));
    List<Line> lines =
        List.of(
            new Line(APPLE, new Amount(2), new Amount(6)),
            new Line(PEAR, new Amount(1), new Amount(2)));
    store.put(key(O1), new Order.Unpaid(ANN, lines, 1));
  }

  public static Request checkout(String client) {
    return request(client, new Command.Checkout(O1, START.plus(DEADLINE)));
  }

  public static Request credit(String client, long amount) {
    return request(client, new Command.Credit(ANN, new Amount(amount)));
  }

  public static Request find(String client) {
    return request(client, new Command.FindBalance(ANN));
  }

  private static Request request(String client, Command command) {
    return new Request(
        command instanceof Command.Checkout ? SHARDS.of(O1) : SHARDS.of(ANN),
        new CommandId(client, false),
        command,
        new ReplyAddress("node", client.hashCode()),
        START.plusSeconds(2),
        START.plusSeconds(60));
  }

  public static Key key(BalanceId id) {
    return Key.balance(id, SHARDS.of(id));
  }

  public static Key key(OrderId id) {
    return Key.order(id, SHARDS.of(id));
  }

  /** Where the open transaction of an order is kept. */
  public static Key transactionKey(OrderId id) {
    return Key.transaction(id, SHARDS.of(id));
  }

  public static long amount(HeapStore store, BalanceId id) {
    return store.find(key(id)) instanceof Balance balance ? balance.amount().value() : -1;
  }
}
