package tercet.runtime.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tercet.runtime.Scene.SHARDS;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tercet.kernel.Input;
import tercet.kernel.Key;
import tercet.kernel.ShardId;
import tercet.kernel.Stored;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.CommandId;
import tercet.kernel.command.ReplyAddress;
import tercet.kernel.command.Request;
import tercet.kernel.order.Order;
import tercet.kernel.saga.StepOrder;
import tercet.runtime.Eventually;
import tercet.runtime.Scene;
import tercet.runtime.mailbox.LaneSettings;
import tercet.runtime.store.HeapStore;
import tercet.runtime.transport.Envelope;
import tercet.runtime.transport.InProcessTransport;

@Timeout(60)
final class AdoptionTest {
  private static final InstantSource CLOCK = InstantSource.system();
  private static final Key OPEN = Scene.transactionKey(Scene.O1);
  private static final ShardId SHARD = SHARDS.of(Scene.O1);

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
    AdoptionSettings settings =
        new AdoptionSettings(Duration.ofMillis(60), Duration.ofMillis(50), 10);
    Adoption adoption = new Adoption(SHARDS.all(), store, living, CLOCK, settings, failures::add);
    adoption.start();
    Eventually.until("it is paid", () -> answers.size() == 1);
    adoption.close();
    living.close();
    assertInstanceOf(Answer.Paid.class, answers.getFirst().answer());
    assertInstanceOf(Order.Paid.class, store.find(Scene.key(Scene.O1)));
    assertEquals(92, Scene.amount(store, Scene.ANN));
    assertTrue(adoption.adopted() > 0);
    assertEquals(List.of(), failures);
  }

  @Test
  void onlyWhatIsOverdueIsWoken() {
    leaveOpen();
    Stored.Open open = assertInstanceOf(Stored.Open.class, store.find(OPEN));
    Duration overdue = Duration.ofSeconds(2);
    assertEquals(List.of(), found(open.wakeAt().plus(overdue), overdue));
    assertEquals(List.of(OPEN), found(open.wakeAt().plus(overdue).plusMillis(1), overdue));
  }

  @Test
  void storeThatFailsIsReportedOnce() {
    store.fail(HeapStore.Failure.BEFORE_COMMIT, 0);
    Adoption adoption =
        new Adoption(
            SHARDS.all(),
            store,
            envelope -> true,
            CLOCK,
            new AdoptionSettings(Duration.ofMillis(10), Duration.ZERO, 1),
            failures::add);
    adoption.start();
    Eventually.until("the failure is heard", () -> !failures.isEmpty());
    adoption.close();
    assertEquals(1, failures.size());
  }

  /** What a look at a time wakes. */
  private List<Key> found(Instant now, Duration overdue) {
    List<Key> woken = new ArrayList<>();
    Adoption adoption =
        new Adoption(
            SHARDS.all(),
            store,
            envelope -> {
              Envelope.ToShard sent = assertInstanceOf(Envelope.ToShard.class, envelope);
              return woken.add(assertInstanceOf(Input.Wakeup.class, sent.input()).key());
            },
            InstantSource.fixed(now),
            new AdoptionSettings(Duration.ofSeconds(1), overdue, 10),
            failures::add);
    adoption.look();
    return woken;
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
