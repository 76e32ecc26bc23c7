package tercet.runtime.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tercet.runtime.Scene.SHARDS;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.ReplyAddress;
import tercet.kernel.decision.Decider;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.RecordView;
import tercet.kernel.decision.Request;
import tercet.kernel.id.CommandId;
import tercet.kernel.id.Key;
import tercet.kernel.id.ShardId;
import tercet.kernel.order.Order;
import tercet.kernel.saga.StepOrder;
import tercet.runtime.Eventually;
import tercet.runtime.Scene;
import tercet.runtime.mailbox.LaneSettings;
import tercet.runtime.store.HeapStore;
import tercet.runtime.store.StoreFailedException;
import tercet.runtime.transport.Envelope;
import tercet.runtime.transport.InProcessTransport;

@Timeout(60)
final class NodeTest {
  private static final InstantSource CLOCK = InstantSource.system();
  private static final LaneSettings SETTINGS = new LaneSettings(1_024, 64, false);
  private static final Decider KERNEL = Scene.kernel(StepOrder.PARALLEL);

  /**
   * Errors are expected here. Held in a field, because a logger without a reference loses its
   * level.
   */
  private static final Logger LOG = Logger.getLogger(Node.class.getName());

  private final HeapStore store = new HeapStore(true);
  private final InProcessTransport transport = new InProcessTransport();
  private final List<Envelope.ToNode> answers = new CopyOnWriteArrayList<>();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void silence() {
    LOG.setLevel(Level.OFF);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 20})
  void everyShardIsServedWhateverTheNumberOfLanes(int lanes) {
    Scene.fill(store);
    Node node = started(Set.copyOf(SHARDS.all()), lanes, KERNEL);
    for (ShardId shard : SHARDS.all()) {
      assertTrue(node.receive(new Envelope.ToShard(question(shard))));
    }
    Eventually.until("every shard answers", () -> answers.size() == SHARDS.all().size());
    node.close();
    assertEquals(0, node.dropped());
    assertEquals(SHARDS.all().size(), node.statistics().decided());
    assertEquals(List.of(), failures);
  }

  @Test
  void shardThatIsNotServedHereIsDropped() {
    ShardId served = SHARDS.of(Scene.ANN);
    Node node = started(Set.of(served), 1, KERNEL);
    assertFalse(node.receive(new Envelope.ToShard(question(SHARDS.of(Scene.O1)))));
    assertTrue(node.receive(new Envelope.ToShard(question(served))));
    node.close();
    assertEquals(1, node.dropped());
  }

  @Test
  void fullMailboxRefusesAndCounts() {
    Node node =
        new Node(
            Set.copyOf(SHARDS.all()),
            1,
            new LaneSettings(4, 1, false),
            KERNEL,
            store,
            transport,
            CLOCK,
            answers::add,
            failures::add);
    int taken = 0;
    for (int number = 0; number < 10; number++) {
      taken += node.receive(new Envelope.ToShard(question(SHARDS.of(Scene.ANN)))) ? 1 : 0;
    }
    assertEquals(4, taken);
    assertEquals(6, node.dropped());
    assertEquals(4, node.statistics().waiting());
  }

  @Test
  void answersGoToWhoeverAsksHere() {
    Node node = started(Set.of(), 1, KERNEL);
    Envelope.ToNode answer = new Envelope.ToNode(new ReplyAddress("node", 7), new Answer.Done());
    assertTrue(node.receive(answer));
    assertEquals(List.of(answer), answers);
    node.close();
  }

  @ParameterizedTest
  @EnumSource
  void storeThatFailsStopsTheNodeOnceAndNothingMoreIsAnswered(HeapStore.Failure where) {
    Scene.fill(store);
    Node node = started(Set.copyOf(SHARDS.all()), 4, KERNEL);
    store.fail(where, 2);
    node.receive(new Envelope.ToShard(question(SHARDS.of(Scene.ANN))));
    Eventually.until("the first is answered", () -> answers.size() == 1);
    node.receive(new Envelope.ToShard(question(SHARDS.of(Scene.O1))));
    Eventually.until("the second is answered", () -> answers.size() == 2);
    for (ShardId shard : SHARDS.all()) {
      node.receive(new Envelope.ToShard(question(shard)));
    }
    Eventually.until("the failure is heard", () -> !failures.isEmpty());
    node.close();
    assertEquals(2, answers.size());
    assertEquals(1, failures.size());
    assertInstanceOf(StoreFailedException.class, failures.getFirst());
  }

  @Test
  void whoHearsOfTheFailureMayCloseTheNode() {
    Semaphore closed = new Semaphore(0);
    List<Node> nodes = new CopyOnWriteArrayList<>();
    Node node =
        new Node(
            Set.copyOf(SHARDS.all()),
            2,
            SETTINGS,
            KERNEL,
            store,
            transport,
            CLOCK,
            answers::add,
            failure -> {
              nodes.getFirst().close();
              closed.release();
            });
    nodes.add(node);
    store.fail(HeapStore.Failure.BEFORE_COMMIT, 0);
    node.receive(new Envelope.ToShard(question(SHARDS.of(Scene.ANN))));
    assertThrows(StoreFailedException.class, node::start);
    store.reopen();
    node.start();
    store.fail(HeapStore.Failure.BEFORE_COMMIT, 0);
    node.receive(new Envelope.ToShard(question(SHARDS.of(Scene.ANN))));
    Eventually.until("close returns", closed::tryAcquire);
  }

  @Test
  void startFinishesWhatTheNodeBeforeLeftOpen() {
    Scene.fill(store);
    InProcessTransport deaf = new InProcessTransport();
    Node dead =
        new Node(
            Set.copyOf(SHARDS.all()),
            3,
            SETTINGS,
            KERNEL,
            store,
            deaf,
            CLOCK,
            answers::add,
            failures::add);
    dead.start();
    dead.receive(new Envelope.ToShard(checkout()));
    Eventually.until("it has begun", () -> store.find(Scene.transactionKey(Scene.O1)) != null);
    dead.close();
    assertEquals(1, dead.statistics().openTransactions());

    Node next = started(Set.copyOf(SHARDS.all()), 3, KERNEL);
    Eventually.until("it is paid", () -> answers.size() == 1);
    assertInstanceOf(Answer.Paid.class, answers.getFirst().answer());
    next.close();
    assertInstanceOf(Order.Paid.class, store.find(Scene.key(Scene.O1)));
    assertEquals(92, Scene.amount(store, Scene.ANN));
  }

  @Test
  void inputThatCannotBeDecidedIsCountedAndTheOthersAreDecided() {
    Scene.fill(store);
    Input bad = question(SHARDS.of(Scene.O1));
    Node node = started(Set.copyOf(SHARDS.all()), 1, new Planted(KERNEL, bad));
    node.receive(new Envelope.ToShard(bad));
    node.receive(new Envelope.ToShard(question(SHARDS.of(Scene.ANN))));
    Eventually.until("the other is answered", () -> answers.size() == 1);
    node.close();
    assertEquals(1, node.undecidable());
    assertEquals(List.of(), failures);
  }

  @Test
  void lineOfTheLogNamesWhatCouldNotBeDecided() {
    List<String> lines = new CopyOnWriteArrayList<>();
    Handler recording = recording(lines);
    LOG.setLevel(Level.ALL);
    LOG.setUseParentHandlers(false);
    LOG.addHandler(recording);
    try {
      Input bad = question(SHARDS.of(Scene.O1));
      Node node = started(Set.copyOf(SHARDS.all()), 1, new Planted(KERNEL, bad));
      node.receive(new Envelope.ToShard(bad));
      Eventually.until("it is said", () -> lines.size() == 1);
      node.close();
    } finally {
      LOG.removeHandler(recording);
      LOG.setLevel(Level.OFF);
    }
    assertTrue(lines.getFirst().startsWith("[tx c1] A bug: "), lines::toString);
  }

  private static Handler recording(List<String> lines) {
    return new Handler() {
      @Override
      public void publish(LogRecord event) {
        lines.add(event.getMessage());
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }

  private Node started(Set<ShardId> served, int lanes, Decider decider) {
    Node node =
        new Node(
            served, lanes, SETTINGS, decider, store, transport, CLOCK, answers::add, failures::add);
    transport.start(node);
    node.start();
    return node;
  }

  private static Request question(ShardId shard) {
    Command command =
        switch (shard.service()) {
          case ORDER -> new Command.FindOrder(Scene.O1);
          case STOCK -> new Command.FindBalance(Scene.APPLE);
          case PAYMENT -> new Command.FindBalance(Scene.ANN);
        };
    return request(shard, command);
  }

  private static Request checkout() {
    Instant deadline = CLOCK.instant().plusSeconds(30);
    return request(SHARDS.of(Scene.O1), new Command.Checkout(Scene.O1, deadline));
  }

  private static Request request(ShardId shard, Command command) {
    Instant later = CLOCK.instant().plusSeconds(30);
    CommandId id = new CommandId("c1", false);
    return new Request(shard, id, command, new ReplyAddress("node", 1), later, later);
  }

  /** A planted bug: throws at one input, as the kernel never should. */
  private record Planted(Decider kernel, Input bad) implements Decider {
    @Override
    public List<Key> keys(Input input) {
      return kernel.keys(input);
    }

    @Override
    public Decision decide(RecordView records, Input input, Instant now) {
      if (input.equals(bad)) {
        throw new IllegalStateException("planted");
      }
      return kernel.decide(records, input, now);
    }
  }
}
