package tercet.runtime.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tercet.runtime.Scene.SHARDS;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tercet.kernel.Kernel;
import tercet.kernel.Protocol;
import tercet.kernel.command.AbortRuling;
import tercet.kernel.id.Amount;
import tercet.kernel.id.Key;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.TransactionId;
import tercet.kernel.id.UserId;
import tercet.kernel.saga.StepOrder;
import tercet.kernel.tcc.Tcc;
import tercet.kernel.transaction.Branch;
import tercet.kernel.transaction.Debit;
import tercet.kernel.transaction.Transaction;
import tercet.runtime.Eventually;
import tercet.runtime.Scene;
import tercet.runtime.mailbox.LaneSettings;
import tercet.runtime.node.Node;
import tercet.runtime.observe.EndedTransaction;
import tercet.runtime.store.HeapStore;
import tercet.runtime.transport.Envelope;
import tercet.runtime.transport.InProcessTransport;

@Timeout(60)
final class NodeInspectorTest {
  private static final Duration CHECKOUT = Duration.ofSeconds(5);
  private static final Instant LATER = Instant.parse("2100-01-01T00:00:00Z");

  private final InProcessTransport transport = new InProcessTransport();

  private record Alone(Set<ShardId> away) implements Neighbours {
    @Override
    public String self() {
      return "shop";
    }

    @Override
    public List<String> nodes() {
      return List.of("shop");
    }

    @Override
    public List<String> servers(ShardId shard) {
      return List.of("shop");
    }

    @Override
    public boolean reaches(String node) {
      return true;
    }

    @Override
    public boolean reaches(ShardId shard) {
      return !away.contains(shard);
    }

    @Override
    public boolean isReached() {
      return true;
    }
  }

  private Node node(HeapStore store) {
    Node node =
        new Node(
            Set.copyOf(SHARDS.all()),
            1,
            new LaneSettings(1_024, 64, false),
            new Kernel(SHARDS, Protocol.TCC, StepOrder.PARALLEL, Scene.SETTINGS),
            store,
            transport,
            InstantSource.system(),
            answer -> {},
            failure -> {});
    transport.start(node);
    return node;
  }

  private NodeInspector inspector(HeapStore store, Node node) {
    return new NodeInspector(
        node, store, SHARDS.all(), new Alone(Set.of()), InstantSource.system(), CHECKOUT);
  }

  /** An open transaction that waits for payment; it wakes in an hour. */
  private static void open(HeapStore store, int number, Instant deadline) {
    OrderId order = new OrderId("o" + number);
    UserId user = new UserId("u" + number);
    ShardId payment = SHARDS.of(user);
    Branch branch = new Branch(payment, List.of(new Debit(user, new Amount(7))));
    Transaction transaction =
        new Transaction(new TransactionId("t" + number), order, 1, 0, deadline, List.of(branch));
    store.put(
        Key.transaction(order, SHARDS.of(order)),
        new Tcc.Trying(transaction, List.of(), 0, 0, List.of(payment), LATER, 3, LATER));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void pagesHaveEachRecordOnceTheOldestFirst(boolean shared) {
    HeapStore store = new HeapStore(true, shared);
    int count = 2_500;
    for (int number = 0; number < count; number++) {
      // Some share a deadline.
      open(store, number, Instant.ofEpochSecond(10_000 + number * 7_919L % count / 3));
    }
    NodeInspector inspector = inspector(store, node(store));
    Set<TransactionId> seen = new HashSet<>();
    Instant last = Instant.MIN;
    String after = "";
    int pages = 0;
    for (List<OpenPart> page = page(inspector, after);
        !page.isEmpty();
        page = page(inspector, after)) {
      for (OpenPart part : page) {
        assertTrue(seen.add(part.transaction()), () -> part + " comes twice");
        Instant deadline = part.deadline();
        assertTrue(deadline != null && !deadline.isBefore(last), () -> part + " is too late");
        last = deadline == null ? last : deadline;
      }
      after = page.getLast().placeOfTransaction();
      pages++;
    }
    assertEquals(count, seen.size());
    assertEquals(25, pages);
  }

  private static List<OpenPart> page(NodeInspector inspector, String after) {
    return inspector.open(part -> true, after, 100);
  }

  @Test
  void partSaysWhomItWaitsForAndWhatMayBeDone() {
    HeapStore store = new HeapStore(true);
    open(store, 1, LATER);
    OpenPart part = inspector(store, node(store)).find(new TransactionId("t1")).getFirst();
    assertEquals(List.of(SHARDS.of(new UserId("u1"))), part.awaits());
    assertEquals("trying", part.state());
    assertEquals(Protocol.TCC, part.protocol());
    assertEquals(3, part.attempts());
    assertEquals(AbortRuling.ABORTED, part.abort());
    assertEquals(LATER, part.wakeAt());
  }

  /** The user is unknown, so the transaction ends as soon as its participant is asked. */
  @Test
  void wokenTransactionAsksAtOnceAndItsEndIsRemembered() {
    HeapStore store = new HeapStore(true);
    open(store, 1, LATER);
    Node node = node(store);
    NodeInspector inspector = inspector(store, node);
    node.start();
    TransactionId id = new TransactionId("t1");
    assertEquals(1, inspector.wake(id).size());
    Eventually.until("it has ended", () -> inspector.find(id).isEmpty());
    node.close();
    List<EndedTransaction> ended = inspector.ended(one -> true, 10);
    assertEquals(List.of(id), ended.stream().map(one -> one.transaction().id()).toList());
    assertEquals(List.of(), inspector.wake(id));
  }

  @Test
  void checkoutThatEndsWithinOneCommitIsRemembered() {
    HeapStore store = new HeapStore(true);
    Scene.fill(store);
    List<EndedTransaction> ended = new ArrayList<>();
    InstantSource clock = InstantSource.fixed(Scene.START);
    Node node =
        new Node(
            Set.copyOf(SHARDS.all()),
            1,
            new LaneSettings(1_024, 64, true),
            Scene.kernel(StepOrder.PARALLEL),
            store,
            transport,
            clock,
            answer -> {},
            failure -> {});
    transport.start(node);
    node.start();
    node.receive(new Envelope.ToShard(Scene.checkout("c1")));
    Eventually.until(
        "it is paid", () -> Scene.amount(store, Scene.ANN) == 92); // 100 without 6 and 2
    node.close();
    node.ended().visit(Scene.START, ended::add);
    assertEquals(1, ended.size());
    EndedTransaction paid = ended.getFirst();
    assertTrue(paid.paid(), paid::toString);
    assertEquals(new TransactionId("c1"), paid.transaction().id());
    assertEquals(Protocol.SAGA, paid.protocol());
  }
}
