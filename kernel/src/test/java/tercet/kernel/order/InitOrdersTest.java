package tercet.kernel.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tercet.kernel.Kernel;
import tercet.kernel.Protocol;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.Line;
import tercet.kernel.command.Range;
import tercet.kernel.command.Reason;
import tercet.kernel.command.ReplyAddress;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.Request;
import tercet.kernel.id.Amount;
import tercet.kernel.id.CommandId;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.kernel.id.UserId;
import tercet.kernel.saga.StepOrder;
import tercet.kernel.transaction.TransactionSettings;

final class InitOrdersTest {
  private static final Instant NOW = Instant.EPOCH;
  private static final Instant LATER = NOW.plusSeconds(1);
  private static final Shards SHARDS = new Shards(4);
  private static final TransactionSettings SETTINGS =
      new TransactionSettings(
          Duration.ofSeconds(2),
          Duration.ofMillis(500),
          Duration.ofMillis(200),
          Duration.ofSeconds(2));

  private final Kernel kernel = new Kernel(SHARDS, Protocol.SAGA, StepOrder.PARALLEL, SETTINGS);

  @Test
  void sameSeedMakesTheSameOrders() {
    assertEquals(orders(1_000, 50, 30, 10, 42, "c1"), orders(1_000, 50, 30, 10, 42, "c1"));
    assertNotEquals(orders(1_000, 50, 30, 10, 42, "c1"), orders(1_000, 50, 30, 10, 43, "c1"));
  }

  @Test
  void ordersDoNotDependOnHowTheRangeIsCut() {
    Map<String, Order> whole = orders(new Range(0, 1_000), 50, 30, 10, 42, "c1");
    Map<String, Order> cut = new TreeMap<>(orders(new Range(0, 333), 50, 30, 10, 42, "c1"));
    cut.putAll(orders(new Range(333, 1_000), 50, 30, 10, 42, "c1"));
    assertEquals(whole, cut);
  }

  @Test
  void everyOrderHasTwoPiecesAndCostsTwiceThePrice() {
    orders(1_000, 50, 30, 10, 42, "c1")
        .forEach((id, order) -> {
          long pieces = order.lines().stream().mapToLong(l -> l.quantity().value()).sum();
          assertEquals(2, pieces, id);
          assertEquals(new Amount(20), order.total(), id);
        });
  }

  @Test
  void usersAndItemsAreDrawnFromTheWholeRange() {
    Map<String, Order> orders = orders(2_000, 5, 3, 10, 42, "c1");
    Map<UserId, Long> users =
        orders.values().stream().collect(Collectors.groupingBy(Order::user, Collectors.counting()));
    Map<ItemId, Long> items =
        orders.values().stream()
            .flatMap(order -> order.lines().stream())
            .collect(Collectors.groupingBy(Line::item, Collectors.counting()));
    assertEquals(3, users.size());
    assertEquals(5, items.size());
    assertTrue(users.values().stream().allMatch(count -> count > 500), users::toString);
    assertTrue(items.values().stream().allMatch(count -> count > 500), items::toString);
  }

  @Test
  void twoPiecesOfTheSameItemAreOneLine() {
    Order order = orders(1, 1, 1, 10, 42, "c1").getOrDefault("0", NO_ORDER);
    assertEquals(List.of(new Line(new ItemId("0"), new Amount(2), new Amount(20))), order.lines());
  }

  @Test
  void everyFillingIsANewGeneration() {
    Order.Unpaid first = (Order.Unpaid) orders(1, 1, 1, 10, 42, "c1").getOrDefault("0", NO_ORDER);
    Order.Unpaid second = (Order.Unpaid) orders(1, 1, 1, 10, 42, "c2").getOrDefault("0", NO_ORDER);
    assertNotEquals(first.generation(), second.generation());
  }

  @Test
  void priceOfWhichTwoAreTooMuchIsRefused() {
    Range range = new Range(0, 1);
    ShardId shard = SHARDS.of(new OrderId("0"));
    Command fits = new Command.InitOrders(range, 1, 1, new Amount(Amount.MAX / 2), 42);
    Command tooMuch = new Command.InitOrders(range, 1, 1, new Amount(Amount.MAX / 2 + 1), 42);
    assertEquals(new Answer.Done(), decide(shard, fits, "c1").replies().getFirst().answer());
    assertEquals(
        new Answer.Refused(Reason.AMOUNT_TOO_LARGE),
        decide(shard, tooMuch, "c1").replies().getFirst().answer());
  }

  private static final Order NO_ORDER = new Order.Unpaid(new UserId("nobody"), List.of(), 0);

  private Map<String, Order> orders(
      int count, int items, int users, long price, long seed, String client) {
    return orders(new Range(0, count), items, users, price, seed, client);
  }

  private Map<String, Order> orders(
      Range range, int items, int users, long price, long seed, String client) {
    Command command = new Command.InitOrders(range, items, users, new Amount(price), seed);
    Map<String, Order> orders = new HashMap<>();
    for (ShardId shard : SHARDS.of(Service.ORDER)) {
      for (Decision.Change change : decide(shard, command, client).changes()) {
        if (change.key().kind() == RecordKind.ORDER) {
          assertEquals(shard, SHARDS.of(new OrderId(change.key().id())));
          orders.put(change.key().id(), assertInstanceOf(Order.class, change.stored()));
        }
      }
    }
    assertEquals(range.to() - range.from(), orders.size());
    return orders;
  }

  private Decision decide(ShardId shard, Command command, String client) {
    return kernel.decide(
        key -> null,
        new Request(
            shard,
            new CommandId(client, false),
            command,
            new ReplyAddress("node", 0),
            LATER,
            LATER),
        NOW);
  }
}
