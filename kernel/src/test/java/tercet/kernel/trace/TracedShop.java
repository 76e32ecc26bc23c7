package tercet.kernel.trace;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tercet.kernel.Kernel;
import tercet.kernel.Protocol;
import tercet.kernel.balance.Account;
import tercet.kernel.balance.Balance;
import tercet.kernel.balance.Item;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.Line;
import tercet.kernel.command.ReplyAddress;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.Finding;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.Message;
import tercet.kernel.decision.Request;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Amount;
import tercet.kernel.id.BalanceId;
import tercet.kernel.id.CommandId;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.Key;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.kernel.id.TransactionId;
import tercet.kernel.id.UserId;
import tercet.kernel.order.Order;
import tercet.kernel.saga.StepOrder;
import tercet.kernel.transaction.TransactionSettings;

/**
 * All shards of a shop in memory. Delivers messages as the script of a test says, and writes down
 * what every input changes and sends. Shards are {@code apple} and {@code plum} at STOCK/0, {@code
 * pear} at STOCK/1, {@code fig} at STOCK/2; {@code ann} at PAYMENT/1; {@code o1} at ORDER/1.
 */
final class TracedShop {
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final Duration DEADLINE = Duration.ofSeconds(5);
  static final TransactionSettings SETTINGS =
      new TransactionSettings(
          Duration.ofSeconds(2),
          Duration.ofMillis(500),
          Duration.ofMillis(200),
          Duration.ofSeconds(2));

  private final Shards shards = new Shards(4);
  private final List<String> clients = new ArrayList<>();
  private final Map<Long, Answer> answers = new HashMap<>();
  private Kernel kernel;
  private final Map<Key, StoredRecord> records = new HashMap<>();
  private final Mail underWay = new Mail();
  final List<Finding> findings = new ArrayList<>();
  private final Rendering rendering = new Rendering(START);
  private final StringBuilder trace = new StringBuilder();
  private Instant now = START;

  TracedShop(StepOrder stepOrder) {
    kernel = new Kernel(shards, Protocol.SAGA, stepOrder, SETTINGS);
  }

  TracedShop(Protocol protocol) {
    kernel = new Kernel(shards, protocol, StepOrder.PARALLEL, SETTINGS);
  }

  /** The node dies and starts with another configuration; the records stay. */
  TracedShop restart(StepOrder stepOrder) {
    kernel = new Kernel(shards, Protocol.SAGA, stepOrder, SETTINGS);
    return this;
  }

  TracedShop item(String id, long stock, long price) {
    ItemId item = new ItemId(id);
    return given(
        Key.balance(item, shards.of(item)), new Item(new Amount(stock), new Amount(price), 1));
  }

  TracedShop user(String id, long credit) {
    UserId user = new UserId(id);
    return given(Key.balance(user, shards.of(user)), new Account(new Amount(credit), 1));
  }

  TracedShop order(String id, String user, Line... lines) {
    OrderId order = new OrderId(id);
    Key key = Key.order(order, shards.of(order));
    return given(key, new Order.Unpaid(new UserId(user), List.of(lines), 1));
  }

  static Line line(long quantity, String item, long cost) {
    return new Line(new ItemId(item), new Amount(quantity), new Amount(cost));
  }

  TracedShop given(Key key, StoredRecord stored) {
    records.put(key, stored);
    trace.append("given ").append(rendering.change(key, stored)).append('\n');
    return this;
  }

  TracedShop lost(Key key) {
    records.remove(key);
    return note("the store loses " + key);
  }

  TracedShop note(String what) {
    trace.append("\n# ").append(what).append('\n');
    return this;
  }

  TracedShop checkout(String client, String order) {
    return ask(client, new Command.Checkout(new OrderId(order), START.plus(DEADLINE)));
  }

  TracedShop ask(String client, Command command) {
    return decide(request(client, command));
  }

  /** It arrives a millisecond after the last moment at which it is valid. */
  TracedShop checkoutTooLate(String client, String order) {
    Command command = new Command.Checkout(new OrderId(order), START.plus(DEADLINE));
    Request request = request(client, command);
    return pass(2_001).decide(request);
  }

  private Request request(String client, Command command) {
    clients.add(client);
    return new Request(
        Routing.shard(command, shards),
        new CommandId(client, false),
        command,
        new ReplyAddress("node", clients.size() - 1),
        now.plusSeconds(2),
        now.plusSeconds(60));
  }

  /** Delivers all messages under way, and all that come of them, until there are none. */
  TracedShop deliverAll() {
    while (!underWay.isEmpty()) {
      decide(underWay.takeFirst());
    }
    return this;
  }

  /** Hands over so many inputs, and then loses the rest. */
  TracedShop deliverSome(int count) {
    for (int i = 0; i < count && !underWay.isEmpty(); i++) {
      decide(underWay.takeFirst());
    }
    return loseAll();
  }

  /** Hands over the messages to and from a participant. */
  TracedShop deliver(Class<? extends Message> type, ShardId participant) {
    return decide(underWay.take(underWay.find(type, participant)));
  }

  /** The same, but it stays under way and will arrive again. */
  TracedShop deliverCopy(Class<? extends Message> type, ShardId participant) {
    return decide(underWay.find(type, participant));
  }

  TracedShop lose(Class<? extends Message> type, ShardId participant) {
    return lose(underWay.take(underWay.find(type, participant)));
  }

  /** Loses the messages of a participant. */
  TracedShop lose(Class<? extends Message> type, ShardId from, ShardId to) {
    return lose(underWay.take(underWay.find(type, from, to)));
  }

  private TracedShop lose(Message message) {
    trace.append("lost: ").append(rendering.message(message)).append('\n');
    return this;
  }

  TracedShop loseAll() {
    while (!underWay.isEmpty()) {
      lose(underWay.takeFirst());
    }
    return this;
  }

  TracedShop pass(long millis) {
    now = now.plusMillis(millis);
    return this;
  }

  /** Moves the clock to the time that the next open record has named, and wakes it. */
  TracedShop wakeNext() {
    Map.Entry<Key, StoredRecord> next = NextWake.of(records);
    Instant wakeAt = NextWake.time(next);
    now = wakeAt.isAfter(now) ? wakeAt : now;
    return decide(new Input.TimerFired(next.getKey()));
  }

  /** Wakes the open transaction of an order. */
  TracedShop wake(String order) {
    OrderId id = new OrderId(order);
    return decide(new Input.TimerFired(Key.transaction(id, shards.of(id))));
  }

  /** Wakes what a participant has open of a transaction. */
  TracedShop wakePart(String transaction, ShardId shard) {
    TransactionId id = new TransactionId(transaction);
    return decide(new Input.TimerFired(Key.participation(id, shard)));
  }

  TracedShop decide(Input input) {
    trace.append("\n%s ms  %s\n".formatted(rendering.time(now), rendering.input(input)));
    Decision decision = kernel.decide(this::read, input, now);
    for (Decision.Change change : decision.changes()) {
      apply(change.key(), change.stored());
    }
    for (Message message : decision.messages()) {
      underWay.add(message);
      trace.append("    send  ").append(rendering.message(message)).append('\n');
    }
    for (Decision.Reply reply : decision.replies()) {
      answers.put(reply.to().number(), reply.answer());
      trace.append(
          "    reply #%d %s\n".formatted(reply.to().number(), rendering.answer(reply.answer())));
    }
    for (Finding finding : decision.findings()) {
      findings.add(finding);
      trace.append(rendering.finding(finding));
    }
    if (decision.equals(Decision.NOTHING)) {
      trace.append("    nothing\n");
    }
    return this;
  }

  private void apply(Key key, @Nullable StoredRecord stored) {
    if (stored == null) {
      records.remove(key);
      trace.append("    drop  ").append(key).append('\n');
    } else {
      records.put(key, stored);
      trace.append("    put   ").append(rendering.change(key, stored)).append('\n');
    }
  }

  private @Nullable StoredRecord read(Key key) {
    StoredRecord stored = records.get(key);
    return stored instanceof StoredRecord.Expiring expiring && !now.isBefore(expiring.expiresAt())
        ? null
        : stored;
  }

  static ShardId stock(int index) {
    return new ShardId(Service.STOCK, index);
  }

  static ShardId payment(int index) {
    return new ShardId(Service.PAYMENT, index);
  }

  ShardId shardOfItem(String id) {
    return shards.of(new ItemId(id));
  }

  Instant now() {
    return now;
  }

  /** The answer to a client's last request, or null. */
  @Nullable Answer answer(String client) {
    return answers.get((long) clients.lastIndexOf(client));
  }

  @Nullable StoredRecord find(String order) {
    OrderId id = new OrderId(order);
    return records.get(Key.order(id, shards.of(id)));
  }

  long amount(BalanceId id) {
    return ((Balance) Objects.requireNonNull(records.get(Key.balance(id, shards.of(id)))))
        .amount()
        .value();
  }

  boolean anythingOpen() {
    return records.values().stream().anyMatch(StoredRecord.Open.class::isInstance);
  }

  String trace() {
    return trace.toString();
  }
}
