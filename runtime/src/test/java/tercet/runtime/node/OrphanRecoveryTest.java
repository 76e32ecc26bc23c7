package tercet.runtime.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tercet.runtime.Scene.SHARDS;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.ReplyAddress;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.Request;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.CommandId;
import tercet.kernel.id.Key;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.ShardId;
import tercet.kernel.order.Order;
import tercet.kernel.saga.Debited;
import tercet.kernel.saga.Saga;
import tercet.kernel.saga.StepOrder;
import tercet.kernel.transaction.Origin;
import tercet.runtime.Eventually;
import tercet.runtime.Scene;
import tercet.runtime.mailbox.LaneSettings;
import tercet.runtime.store.HeapStore;
import tercet.runtime.store.Overdue;
import tercet.runtime.store.PassingStore;
import tercet.runtime.store.Store;
import tercet.runtime.store.StoreUnavailableException;
import tercet.runtime.transport.Envelope;
import tercet.runtime.transport.InProcessTransport;

@Timeout(60)
final class OrphanRecoveryTest {
  private static final InstantSource CLOCK = InstantSource.system();
  private static final Key OPEN = Scene.transactionKey(Scene.O1);
  private static final ShardId SHARD = SHARDS.of(Scene.O1);
  private static final Instant WAKES = Instant.ofEpochMilli(1_000_000);

  private final HeapStore store = new HeapStore(true);
  private final InProcessTransport transport = new InProcessTransport();
  private final List<Envelope.ToNode> answers = new CopyOnWriteArrayList<>();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();

  @BeforeEach
  void fill() {
    Scene.fill(store);
  }

  @Test
  void nodeThatRunsFinishesWhatADeadOneLeftOpen() {
    Node living = node(transport);
    transport.start(living);
    living.start();
    leaveOpen();
    OrphanRecoverySettings settings =
        new OrphanRecoverySettings(Duration.ofMillis(60), Duration.ofMillis(50), 10);
    OrphanRecovery orphanRecovery =
        new OrphanRecovery(
            SHARDS.all(), store, living, shard -> true, CLOCK, settings, failures::add);
    orphanRecovery.start();
    Eventually.until("it is paid", () -> answers.size() == 1);
    orphanRecovery.close();
    living.close();
    assertInstanceOf(Answer.Paid.class, answers.getFirst().answer());
    assertInstanceOf(Order.Paid.class, store.find(Scene.key(Scene.O1)));
    assertEquals(92, Scene.amount(store, Scene.ANN));
    assertTrue(orphanRecovery.recovered() > 0);
    assertEquals(List.of(), failures);
  }

  @Test
  void onlyWhatIsOverdueIsWoken() {
    leaveOpen();
    StoredRecord.Open open = assertInstanceOf(StoredRecord.Open.class, store.find(OPEN));
    Duration overdue = Duration.ofSeconds(2);
    assertEquals(List.of(), found(open.wakeAt().plus(overdue), overdue));
    assertEquals(List.of(OPEN), found(open.wakeAt().plus(overdue).plusMillis(1), overdue));
  }

  @Test
  void storeThatFailsIsReportedOnce() {
    store.fail(HeapStore.Failure.BEFORE_COMMIT, 0);
    OrphanRecovery orphanRecovery =
        new OrphanRecovery(
            SHARDS.all(),
            store,
            envelope -> true,
            shard -> true,
            CLOCK,
            new OrphanRecoverySettings(Duration.ofMillis(10), Duration.ZERO, 1),
            failures::add);
    orphanRecovery.start();
    Eventually.until("the failure is heard", () -> !failures.isEmpty());
    orphanRecovery.close();
    assertEquals(1, failures.size());
  }

  /** The records that a look at a time wakes. */
  private List<Key> found(Instant now, Duration overdue) {
    List<Key> woken = new ArrayList<>();
    orphanRecovery(now, overdue, 10, shard -> true, woken).look();
    return woken;
  }

  private OrphanRecovery orphanRecovery(
      Instant now, Duration overdue, int wakeMax, Predicate<ShardId> reaches, List<Key> woken) {
    return new OrphanRecovery(
        SHARDS.all(),
        store,
        envelope -> woken.add(key(envelope)),
        reaches,
        InstantSource.fixed(now),
        new OrphanRecoverySettings(Duration.ofSeconds(1), overdue, wakeMax),
        failures::add);
  }

  /** A part that has debited and waits for the coordinator's word. */
  private static Debited waiting(Instant wakeAt) {
    Origin origin = new Origin(Scene.O1, SHARD, 1, 1);
    return new Debited(origin, List.of(), true, WAKES, 1, wakeAt);
  }

  private static Key part(int number) {
    return new Key(RecordKind.PARTICIPATION, SHARDS.of(Scene.ANN), "p" + number);
  }

  /** Before this was so, each node woke it at each look, and it wrote and sent in vain. */
  @Test
  void whatWaitsForShardsThatCannotBeReachedIsLeftUntilTheyCan() {
    store.put(part(0), waiting(WAKES));
    List<Key> woken = new ArrayList<>();
    AtomicBoolean away = new AtomicBoolean(true);
    OrphanRecovery orphanRecovery =
        orphanRecovery(
            WAKES.plusSeconds(60),
            Duration.ofSeconds(1),
            10,
            shard -> !away.get() || !shard.equals(SHARD),
            woken);
    orphanRecovery.look();
    orphanRecovery.look();
    assertEquals(List.of(), woken);
    assertEquals(0, orphanRecovery.recovered());
    away.set(false);
    orphanRecovery.look();
    assertEquals(List.of(part(0)), woken);
  }

  @Test
  void whatIsToBeDecidedIsWokenThoughNobodyCanBeReached() {
    leaveOpen();
    Saga.Debiting open = assertInstanceOf(Saga.Debiting.class, store.find(OPEN));
    Instant deadline = open.transaction().deadline();
    List<Key> woken = new ArrayList<>();
    orphanRecovery(deadline.minusMillis(1), Duration.ZERO, 10, shard -> false, woken).look();
    assertEquals(List.of(), woken);
    orphanRecovery(deadline, Duration.ZERO, 10, shard -> false, woken).look();
    assertEquals(List.of(OPEN), woken);
  }

  /** Records that cannot go on, and wait longest, fill whole pages. */
  @Test
  void whatIsLeftAloneKeepsNothingElseFromBeingWoken() {
    int vain = 1_000;
    for (int number = 0; number < vain; number++) {
      store.put(part(number), waiting(WAKES.plusMillis(number)));
    }
    Key useful = part(vain);
    Origin reached = new Origin(Scene.O1, SHARDS.of(Scene.ANN), 1, 1);
    Instant last = WAKES.plusMillis(vain);
    store.put(useful, new Debited(reached, List.of(), true, WAKES, 1, last));
    List<Key> woken = new ArrayList<>();
    OrphanRecovery orphanRecovery =
        orphanRecovery(
            WAKES.plusSeconds(60), Duration.ZERO, 10, shard -> !shard.equals(SHARD), woken);
    for (int look = 0; look < vain / 10 && woken.isEmpty(); look++) {
      orphanRecovery.look();
    }
    assertEquals(List.of(useful), woken);
  }

  /** As where one master of a Redis Cluster is away. */
  @Test
  void whatIsOverdueInOtherShardsIsWokenWhileOneCannotBeRead() {
    ShardId away = SHARD;
    leaveOpen();
    store.put(part(0), waiting(WAKES));
    List<Key> woken = new ArrayList<>();
    AtomicBoolean all = new AtomicBoolean();
    Store some =
        new PassingStore(store) {
          @Override
          public Overdue.@Nullable Place scanOverdue(
              Collection<ShardId> shards,
              Overdue overdue,
              BiConsumer<Key, StoredRecord.Open> visitor) {
            if (all.get() || shards.contains(away)) {
              throw new StoreUnavailableException("away");
            }
            return super.scanOverdue(shards, overdue, visitor);
          }
        };
    OrphanRecovery orphanRecovery =
        new OrphanRecovery(
            SHARDS.all(),
            some,
            envelope -> woken.add(key(envelope)),
            shard -> true,
            InstantSource.fixed(CLOCK.instant().plusSeconds(60)),
            new OrphanRecoverySettings(Duration.ofSeconds(1), Duration.ZERO, 10),
            failures::add);
    orphanRecovery.look();
    assertEquals(List.of(part(0)), woken);
    all.set(true);
    assertThrows(StoreUnavailableException.class, orphanRecovery::look);
  }

  @Test
  void fullLaneKeepsNoRecordOfOthersFromBeingWoken() {
    leaveOpen();
    store.put(part(0), waiting(WAKES.plusSeconds(1)));
    Key full = new Key(RecordKind.PARTICIPATION, SHARD, "p");
    store.put(full, waiting(WAKES));
    List<Key> woken = new ArrayList<>();
    List<Key> asked = new ArrayList<>();
    new OrphanRecovery(
            SHARDS.all(),
            store,
            envelope -> {
              Key key = key(envelope);
              asked.add(key);
              return !key.shard().equals(SHARD) && woken.add(key);
            },
            shard -> true,
            InstantSource.fixed(CLOCK.instant().plusSeconds(60)),
            new OrphanRecoverySettings(Duration.ofSeconds(1), Duration.ZERO, 10),
            failures::add)
        .look();
    assertEquals(List.of(part(0)), woken);
    assertEquals(1, asked.stream().filter(key -> key.shard().equals(SHARD)).count());
  }

  private static Key key(Envelope envelope) {
    Envelope.ToShard sent = assertInstanceOf(Envelope.ToShard.class, envelope);
    return assertInstanceOf(Input.TimerFired.class, sent.input()).key();
  }

  /** Begins a checkout on a node that dies before its first message leaves it. */
  private void leaveOpen() {
    Node dead = node(new InProcessTransport());
    dead.start();
    Instant later = CLOCK.instant().plusSeconds(30);
    dead.receive(
        new Envelope.ToShard(
            new Request(
                SHARD,
                new CommandId("c1", false),
                new Command.Checkout(Scene.O1, later),
                new ReplyAddress("node", 1),
                later,
                later)));
    Eventually.until("it has begun", () -> store.find(OPEN) != null);
    dead.close();
  }

  private Node node(InProcessTransport to) {
    return new Node(
        Set.copyOf(SHARDS.all()),
        2,
        new LaneSettings(1_024, 64, false),
        Scene.kernel(StepOrder.PARALLEL),
        store,
        to,
        CLOCK,
        answers::add,
        failures::add);
  }
}
