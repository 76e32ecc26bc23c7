package tercet.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import tercet.kernel.Amount;
import tercet.kernel.BalanceId;
import tercet.kernel.Input;
import tercet.kernel.ItemId;
import tercet.kernel.Message;
import tercet.kernel.OrderId;
import tercet.kernel.Service;
import tercet.kernel.ShardId;
import tercet.kernel.Shards;
import tercet.kernel.TransactionId;
import tercet.kernel.UserId;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.CommandId;
import tercet.kernel.command.Range;
import tercet.kernel.command.Refusal;
import tercet.kernel.command.ReplyAddress;
import tercet.kernel.command.Request;
import tercet.kernel.order.Line;
import tercet.kernel.saga.SagaMessage;
import tercet.kernel.transaction.Debit;
import tercet.kernel.transaction.Part;
import tercet.runtime.transport.Envelope;
import tercet.runtime.transport.Transport;

/**
 * The contract of {@link Transport} as tests. An adapter's test class implements it by {@link
 * #connect}. A transport may lose, repeat and delay what is sent, so the tests send again until it
 * arrives, as everybody does who needs an answer.
 */
public interface TransportContract {
  /** All shards, served by the receiving end. */
  Shards SHARDS = new Shards(4);

  /** The name of the receiving end. */
  String NODE = "receiver";

  /** How long anything may take. */
  Duration PATIENCE = Duration.ofSeconds(20);

  /** How long to wait for an arrival before sending again. */
  Duration RESEND_AFTER = Duration.ofMillis(500);

  /** How long to look for something that must not happen. */
  Duration QUIET = Duration.ofMillis(200);

  /**
   * Two ends of a transport; one and the same if it never leaves the process.
   *
   * @param sender neither started nor closed; serves no shard
   * @param receiver neither started nor closed; is {@link #NODE} and serves all of {@link #SHARDS}
   */
  record Ends(Transport sender, Transport receiver) {}

  /** Opens both ends anew. */
  Ends connect();

  @Test
  default void everythingArrivesUnchanged() {
    Set<Envelope> received = ConcurrentHashMap.newKeySet();
    Ends ends = start(received::add);
    Set<Envelope> sent = new HashSet<>();
    inputs().forEach(input -> sent.add(new Envelope.ToShard(input)));
    for (Answer answer : answers()) {
      sent.add(new Envelope.ToNode(new ReplyAddress(NODE, sent.size()), answer));
    }
    deliver(ends.sender(), sent, received);
    assertEquals(sent, Set.copyOf(received));
    close(ends);
  }

  @Test
  default void samplesHaveEveryTypeThatTravels() {
    Set<Class<?>> types = new HashSet<>();
    for (Input input : inputs()) {
      types.add(input.getClass());
      if (input instanceof Request request) {
        types.add(request.command().getClass());
      }
    }
    answers().forEach(answer -> types.add(answer.getClass()));
    assertEquals(records(Request.class, Message.class, Command.class, Answer.class), types);
  }

  @Test
  default void everyShardIsReached() {
    Set<Envelope> received = ConcurrentHashMap.newKeySet();
    Ends ends = start(received::add);
    Set<Envelope> sent = new HashSet<>();
    SHARDS.all().forEach(shard -> sent.add(new Envelope.ToShard(request(shard, 1))));
    deliver(ends.sender(), sent, received);
    assertEquals(sent, Set.copyOf(received));
    close(ends);
  }

  @Test
  default void manyThreadsMaySendAtOnce() throws Exception {
    Set<Envelope> received = ConcurrentHashMap.newKeySet();
    Ends ends = start(received::add);
    Set<Envelope> sent = ConcurrentHashMap.newKeySet();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> senders = new ArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        int first = thread * 1_000;
        senders.add(threads.submit(() -> {
          Set<Envelope> mine = new HashSet<>();
          for (int number = first; number < first + 250; number++) {
            mine.add(new Envelope.ToShard(request(SHARDS.all().get(number % 12), number)));
            mine.add(new Envelope.ToNode(new ReplyAddress(NODE, number), new Answer.Done()));
          }
          sent.addAll(mine);
          deliver(ends.sender(), mine, received);
        }));
      }
      for (Future<?> sender : senders) {
        sender.get();
      }
    }
    assertEquals(4_000, sent.size());
    assertEquals(Set.copyOf(sent), Set.copyOf(received));
    close(ends);
  }

  @Test
  default void refusalOfTheReceiverHarmsNobody() {
    Set<Envelope> received = ConcurrentHashMap.newKeySet();
    AtomicInteger refusals = new AtomicInteger();
    Ends ends = start(envelope -> refusals.incrementAndGet() > 10 && received.add(envelope));
    Envelope sent = new Envelope.ToShard(request(SHARDS.all().getFirst(), 1));
    for (int sends = 0; sends < 10; sends++) {
      ends.sender().send(sent);
    }
    deliver(ends.sender(), Set.of(sent), received);
    assertTrue(refusals.get() > 10);
    close(ends);
  }

  @Test
  default void absenceOfTheReceiverHarmsNobody() {
    Set<Envelope> received = ConcurrentHashMap.newKeySet();
    Ends ends = start(received::add);
    Envelope.ToNode toNobody = new Envelope.ToNode(new ReplyAddress("n", 1), new Answer.Done());
    ends.receiver().close();
    for (int number = 0; number < 100; number++) {
      ends.sender().send(new Envelope.ToShard(request(SHARDS.all().getFirst(), number)));
      ends.sender().send(new Envelope.ToNode(new ReplyAddress(NODE, number), new Answer.Done()));
      ends.sender().send(toNobody);
    }
    close(ends);
  }

  @Test
  default void nothingIsReceivedAfterClose() {
    Set<Envelope> received = ConcurrentHashMap.newKeySet();
    Ends ends = start(received::add);
    Envelope before = new Envelope.ToShard(request(SHARDS.all().getFirst(), 1));
    deliver(ends.sender(), Set.of(before), received);
    ends.receiver().close();
    received.clear();
    for (ShardId shard : SHARDS.all()) {
      ends.sender().send(new Envelope.ToShard(request(shard, 2)));
      ends.sender().send(new Envelope.ToNode(new ReplyAddress(NODE, 2), new Answer.Done()));
    }
    Envelope repeated = before; // of what was sent before, nothing may come either
    ends.sender().send(repeated);
    assertFalse(happens(QUIET, () -> !received.isEmpty()), received::toString);
    close(ends);
  }

  /** What shards may be sent. Wakeups are not among it: every node has its own. */
  private static List<Input> inputs() {
    List<Input> inputs = new ArrayList<>();
    for (Command command : commands()) {
      for (boolean keyed : new boolean[] {true, false}) {
        inputs.add(request(SHARDS.of(Service.ORDER).getFirst(), 7, keyed, command));
      }
    }
    TransactionId transaction = new TransactionId("t-1");
    OrderId order = new OrderId("order 1/ä€😀");
    ShardId coordinator = SHARDS.of(order);
    ShardId participant = SHARDS.of(Service.STOCK).get(3);
    Part part = new Part(participant, List.of(debit("a", 0), debit("b", Amount.MAX)));
    inputs.add(new SagaMessage.Debit(transaction, order, coordinator, part, at(2), at(5)));
    inputs.add(new SagaMessage.Undo(transaction, order, coordinator, part, at(2)));
    inputs.add(new SagaMessage.Keep(transaction, order, participant, at(2)));
    inputs.add(new SagaMessage.Debited(transaction, order, coordinator, participant, at(5)));
    inputs.add(new SagaMessage.Undone(transaction, order, coordinator, participant));
    for (Refusal refusal : Refusal.values()) {
      inputs.add(
          new SagaMessage.Declined(transaction, order, coordinator, participant, refusal));
    }
    return inputs;
  }

  private static List<Command> commands() {
    ItemId item = new ItemId("item");
    UserId user = new UserId("u");
    OrderId order = new OrderId("o");
    Amount max = new Amount(Amount.MAX);
    Range range = new Range(0, Integer.MAX_VALUE);
    return List.of(
        new Command.FindBalance(item),
        new Command.FindBalance(user),
        new Command.FindOrder(order),
        new Command.CreateItem(item, max),
        new Command.CreateAccount(user),
        new Command.Credit(item, Amount.ZERO),
        new Command.Credit(user, max),
        new Command.Debit(item, max),
        new Command.Debit(user, Amount.ZERO),
        new Command.CreateOrder(order, user),
        new Command.AddItem(order, item, new Amount(1), max),
        new Command.Checkout(order, at(5)),
        new Command.InitItems(range, max, Amount.ZERO),
        new Command.InitAccounts(new Range(20_000, 20_000), max),
        new Command.InitOrders(range, 1, Integer.MAX_VALUE, max, Long.MIN_VALUE),
        new Command.Claim("key!~", "POST /", "id", at(86_400)));
  }

  private static List<Answer> answers() {
    Amount aboveMax = new Amount(Amount.MAX + 1);
    Line line = new Line(new ItemId("i"), new Amount(1), Amount.ZERO);
    OrderId order = new OrderId("o");
    UserId user = new UserId("u");
    List<Answer> answers = new ArrayList<>();
    answers.add(new Answer.Done());
    answers.add(new Answer.Created("id"));
    answers.add(new Answer.ItemFound(aboveMax, Amount.ZERO));
    answers.add(new Answer.AccountFound(user, aboveMax));
    answers.add(new Answer.OrderFound(order, true, List.of(line, line), user, aboveMax));
    answers.add(new Answer.OrderFound(order, false, List.of(), user, Amount.ZERO));
    answers.add(new Answer.Paid(new TransactionId("t")));
    answers.add(new Answer.Claimed("id", at(86_400)));
    for (Refusal refusal : Refusal.values()) {
      answers.add(new Answer.Refused(refusal));
    }
    return answers;
  }

  private static Debit debit(String item, long amount) {
    return new Debit(new ItemId(item), new Amount(amount));
  }

  private static Request request(ShardId shard, int number) {
    BalanceId user = new UserId("user-" + number);
    return request(shard, number, false, new Command.FindBalance(user));
  }

  private static Request request(ShardId shard, int number, boolean keyed, Command command) {
    CommandId id = new CommandId("c-" + number, keyed);
    return new Request(shard, id, command, new ReplyAddress("asker", number), at(1), at(60));
  }

  /** Times travel as whole milliseconds. */
  private static Instant at(long seconds) {
    return Instant.parse("2026-01-01T00:00:00.007Z").plusSeconds(seconds);
  }

  private Ends start(Transport.Receiver receiver) {
    Ends ends = connect();
    ends.receiver().start(receiver);
    if (!ends.sender().equals(ends.receiver())) {
      ends.sender().start(envelope -> true);
    }
    return ends;
  }

  private static void close(Ends ends) {
    ends.receiver().close();
    ends.sender().close();
  }

  private static void deliver(Transport sender, Set<Envelope> sent, Set<Envelope> received) {
    long start = System.nanoTime();
    Set<Envelope> missing = new HashSet<>(sent);
    while (!missing.isEmpty()) {
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw new AssertionError("never arrived: " + missing);
      }
      missing.forEach(sender::send);
      happens(RESEND_AFTER, () -> received.containsAll(missing));
      missing.removeAll(received);
    }
  }

  private static boolean happens(Duration within, BooleanSupplier what) {
    long start = System.nanoTime();
    while (!what.getAsBoolean()) {
      if (System.nanoTime() - start > within.toNanos()) {
        return false;
      }
      LockSupport.parkNanos(100_000);
    }
    return true;
  }

  private static Set<Class<?>> records(Class<?>... roots) {
    Set<Class<?>> found = new HashSet<>();
    for (Class<?> root : roots) {
      found.addAll(root.isRecord() ? Set.of(root) : records(root.getPermittedSubclasses()));
    }
    return found;
  }
}
