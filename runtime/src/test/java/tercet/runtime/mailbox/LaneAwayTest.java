package tercet.runtime.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tercet.runtime.Scene.START;
import static tercet.runtime.Scene.checkout;
import static tercet.runtime.Scene.credit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.Request;
import tercet.kernel.id.ShardId;
import tercet.kernel.order.Order;
import tercet.kernel.saga.StepOrder;
import tercet.runtime.Eventually;
import tercet.runtime.ManualClock;
import tercet.runtime.Scene;
import tercet.runtime.store.DistantStore;
import tercet.runtime.store.HeapStore;
import tercet.runtime.transport.RecordingTransport;

/** A store that others share does not answer for a while. */
@Timeout(60)
final class LaneAwayTest {
  private static final LaneSettings SMALL = new LaneSettings(8, 4, false);

  private final ManualClock clock = new ManualClock(START);
  private final RecordingTransport transport = new RecordingTransport();
  private final HeapStore records = new HeapStore(true);
  private final DistantStore store = new DistantStore(records);

  @BeforeEach
  void fill() {
    Scene.fill(records);
  }

  @ParameterizedTest
  @EnumSource
  void batchTakesEffectOnceAndIsAnsweredOnce(HeapStore.Failure where) {
    Lane lane = lane(clock);
    lane.offer(credit("c1", 1));
    lane.offer(credit("c2", 1));
    store.cut(where, 3);
    assertFalse(lane.step());
    assertEquals(List.of(), transport.sent());
    returnOfTheStore(lane);
    assertEquals(2, transport.replies().size());
    assertEquals(102, Scene.amount(records, Scene.ANN));
  }

  @ParameterizedTest
  @EnumSource
  void checkoutThatWasCutOffIsFinished(HeapStore.Failure where) {
    Lane lane = lane(clock);
    lane.offer(checkout("c1"));
    do {
      store.cut(where, 1); // each commit of the transaction meets it
      assertFalse(lane.step());
      returnOfTheStore(lane);
      transport.takeInputs().forEach(lane::offer);
    } while (!lane.isIdle() || lane.nextWakeup() != null);
    assertInstanceOf(Order.Paid.class, records.find(Scene.key(Scene.O1)));
    assertEquals(92, Scene.amount(records, Scene.ANN));
    // As a gateway sends it that has heard nothing: answers may be lost.
    lane.offer(sentAt(clock.instant(), checkout("c1")));
    assertTrue(lane.step());
    assertFalse(transport.replies().isEmpty());
  }

  /** The second decision finds the record as it is, changes nothing, and so arms nothing. */
  @Test
  void openRecordOfALostOutcomeIsWoken() {
    Lane coordinator = lane(clock);
    coordinator.offer(checkout("c1"));
    coordinator.step();
    Input debit = transport.takeInputs().getFirst();
    Lane participant = lane(Set.of(debit.to()), clock);
    participant.offer(debit);
    store.cut(HeapStore.Failure.AFTER_COMMIT, 1);
    assertFalse(participant.step());
    returnOfTheStore(participant);
    assertEquals(1, transport.takeInputs().size()); // its vote
    assertNotNull(participant.nextWakeup());
  }

  @Test
  void whatComesMeanwhileWaitsWithinBounds() {
    Lane lane = lane(clock);
    lane.offer(credit("c0", 1));
    store.cut(HeapStore.Failure.AFTER_COMMIT, 2);
    lane.step();
    for (int number = 1; number <= 8; number++) {
      assertTrue(lane.offer(credit("c" + number, 1)));
    }
    assertFalse(lane.offer(credit("c9", 1)));
    assertTrue(lane.isIdle());
    returnOfTheStore(lane);
    assertFalse(lane.isIdle());
    while (lane.step()) {}
    assertEquals(109, Scene.amount(records, Scene.ANN));
    assertNull(lane.nextWakeup());
  }

  @Test
  void pausesGrowButNotBeyondAFailover() {
    Lane lane = lane(clock);
    lane.offer(credit("c1", 1));
    store.cut(HeapStore.Failure.BEFORE_COMMIT, 100);
    List<Long> pauses = new ArrayList<>();
    lane.step();
    for (int look = 0; look < 8; look++) {
      Instant next = Objects.requireNonNull(lane.nextWakeup());
      pauses.add(Duration.between(clock.instant(), next).toMillis());
      clock.move(Duration.between(clock.instant(), next));
      assertFalse(lane.step());
    }
    assertEquals(List.of(10L, 20L, 40L, 80L, 160L, 320L, 320L, 320L), pauses);
  }

  @Test
  void clockThatIsSetBackDoesNotKeepTheLaneFromItsWork() {
    Lane lane = lane(clock);
    lane.offer(credit("c1", 1));
    store.cut(HeapStore.Failure.BEFORE_COMMIT, 1);
    lane.step();
    clock.move(Duration.ofSeconds(-2));
    assertTrue(lane.step());
    assertEquals(101, Scene.amount(records, Scene.ANN));
  }

  @Test
  void contendedBatchIsDecidedInSmallerOnes() {
    store.contend(3); // keys: a credit needs two
    Lane lane = lane(clock);
    for (int number = 0; number < 4; number++) {
      lane.offer(credit("c" + number, 1));
    }
    assertTrue(lane.step());
    assertEquals(104, Scene.amount(records, Scene.ANN));
    assertEquals(4, transport.replies().size());
    assertEquals(4, lane.statistics().commits());
  }

  @Test
  void inputThatIsContendedByItselfIsTriedAgain() {
    store.contend(0);
    Lane lane = lane(clock);
    lane.offer(credit("c1", 1));
    assertFalse(lane.step());
    store.contend(10);
    returnOfTheStore(lane);
    assertEquals(101, Scene.amount(records, Scene.ANN));
    assertEquals(1, transport.replies().size());
  }

  @Test
  void outageLooksForNothingThatTheLostBatchDidNotTouch() {
    Lane lane = lane(clock);
    lane.offer(checkout("c1"));
    store.cut(HeapStore.Failure.AFTER_COMMIT, 3);
    lane.step();
    returnOfTheStore(lane);
    assertEquals(0, store.scans());
  }

  /** Others go on, and only the slow one is tried again, alone and ever more seldom. */
  @Test
  void inputThatTakesTooLongIsSetAside() {
    Lane lane = lane(clock);
    store.slowDown(Scene.key(Scene.O1));
    lane.offer(credit("c1", 1));
    lane.offer(checkout("c2"));
    lane.offer(credit("c3", 1));
    assertTrue(lane.step());
    assertEquals(2, transport.replies().size());
    assertEquals(102, Scene.amount(records, Scene.ANN));
    List<Long> pauses = new ArrayList<>();
    for (int look = 0; look < 4; look++) {
      Instant next = Objects.requireNonNull(lane.nextWakeup());
      pauses.add(Duration.between(clock.instant(), next).toMillis());
      clock.move(Duration.between(clock.instant(), next));
      lane.offer(credit("d" + look, 1));
      assertTrue(lane.step());
      assertEquals(103 + look, Scene.amount(records, Scene.ANN));
    }
    assertEquals(List.of(10L, 20L, 40L, 80L), pauses);
    assertEquals(5, lane.statistics().late());
    assertEquals(0, store.scans());
    store.slowDown(null);
    returnOfTheStore(lane);
    assertEquals(1, lane.statistics().openTransactions());
  }

  /** A client that waits sends again faster than a slow store can try. */
  @Test
  void inputThatIsSetAsideIsNotTriedForEachRepetition() {
    Lane lane = lane(clock);
    store.slowDown(Scene.key(Scene.O1));
    for (int repetition = 0; repetition < 5; repetition++) {
      lane.offer(checkout("c1"));
      lane.step();
    }
    assertEquals(1, lane.statistics().late());
    store.slowDown(null);
    returnOfTheStore(lane);
    assertEquals(1, lane.statistics().openTransactions());
    assertTrue(lane.isIdle());
  }

  /** A record that cannot be woken harms no other, and is not forgotten. */
  @Test
  void wakeUpThatTakesTooLongIsSetAside() {
    Lane lane = lane(clock);
    lane.offer(checkout("c1"));
    lane.step();
    transport.takeInputs();
    store.slowDown(Scene.transactionKey(Scene.O1));
    clock.move(Duration.between(clock.instant(), Objects.requireNonNull(lane.nextWakeup())));
    assertFalse(lane.step());
    lane.offer(credit("c2", 1));
    assertTrue(lane.step());
    store.slowDown(null);
    returnOfTheStore(lane);
    assertEquals(3, transport.takeInputs().size());
  }

  @Test
  void threadLooksForTheStoreByItselfAndEndsWithoutIt() {
    InstantSource system = InstantSource.system();
    List<Throwable> failures = new CopyOnWriteArrayList<>();
    LaneThread thread = new LaneThread("lane", lane(system), system, failures::add);
    store.cut(HeapStore.Failure.AFTER_COMMIT, 5);
    thread.start();
    thread.offer(sentAt(system.instant(), credit("c1", 1)));
    Eventually.until("the store was found again", () -> transport.replies().size() == 1);
    store.cut(HeapStore.Failure.BEFORE_COMMIT, Integer.MAX_VALUE);
    thread.offer(sentAt(system.instant(), credit("c2", 1)));
    thread.close();
    assertEquals(List.of(), failures);
    assertEquals(1, transport.replies().size());
  }

  private static Request sentAt(Instant now, Request request) {
    return new Request(
        request.to(),
        request.id(),
        request.command(),
        request.replyTo(),
        now.plusSeconds(30),
        now.plusSeconds(60));
  }

  private void returnOfTheStore(Lane lane) {
    do {
      Instant next = Objects.requireNonNull(lane.nextWakeup());
      clock.move(Duration.between(clock.instant(), next));
    } while (!lane.step());
  }

  private Lane lane(InstantSource time) {
    return lane(Set.copyOf(Scene.SHARDS.all()), time);
  }

  private Lane lane(Set<ShardId> shards, InstantSource time) {
    return new Lane(
        shards,
        Scene.kernel(StepOrder.PARALLEL),
        store,
        transport,
        time,
        SMALL,
        (input, subject, bug) -> {
          throw bug;
        });
  }
}
