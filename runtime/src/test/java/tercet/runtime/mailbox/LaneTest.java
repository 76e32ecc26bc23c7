package tercet.runtime.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tercet.runtime.Scene.START;
import static tercet.runtime.Scene.checkout;
import static tercet.runtime.Scene.credit;
import static tercet.runtime.Scene.find;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tercet.kernel.decision.Decider;
import tercet.kernel.decision.Request;
import tercet.kernel.dedupe.DedupeRecord;
import tercet.kernel.order.Order;
import tercet.kernel.saga.StepOrder;
import tercet.runtime.ManualClock;
import tercet.runtime.Scene;
import tercet.runtime.store.HeapStore;
import tercet.runtime.store.StoreFailedException;
import tercet.runtime.transport.Envelope;
import tercet.runtime.transport.RecordingTransport;

final class LaneTest {
  private static final LaneSettings ROOMY = new LaneSettings(1_024, 256, false);

  private final ManualClock clock = new ManualClock(START);
  private final RecordingTransport transport = new RecordingTransport();
  private final Decider kernel = Scene.kernel(StepOrder.PARALLEL);

  @Test
  void nothingIsDoneWhenNothingWaits() {
    HeapStore store = filled(true);
    Lane lane = lane(store, ROOMY);
    assertTrue(lane.isIdle());
    assertFalse(lane.step());
    assertNull(lane.nextWakeup());
    assertEquals(new LaneStatistics(0, 0, 0, 0, 0, 0, 0), lane.statistics());
    assertEquals(0, store.commits());
  }

  @Test
  void mailboxIsBounded() {
    Lane lane = lane(filled(true), new LaneSettings(4, 1, false));
    for (int number = 0; number < 4; number++) {
      assertTrue(lane.offer(credit("c" + number, 1)));
    }
    assertFalse(lane.offer(credit("c4", 1)));
    assertEquals(4, lane.statistics().waiting());
    assertTrue(lane.step());
    assertTrue(lane.offer(credit("c4", 1)));
    assertFalse(lane.offer(credit("c5", 1)));
  }

  @Test
  void batchesAreBounded() {
    HeapStore store = filled(true);
    Lane lane = lane(store, new LaneSettings(16, 3, false));
    for (int number = 0; number < 7; number++) {
      lane.offer(credit("c" + number, 1));
    }
    List<Integer> waiting = new ArrayList<>();
    while (lane.step()) {
      waiting.add(lane.statistics().waiting());
    }
    assertEquals(List.of(4, 1, 0), waiting);
    assertEquals(3, store.commits());
    assertEquals(new LaneStatistics(0, 0, 3, 7, 0, 0, 0), lane.statistics());
    assertEquals(107, Scene.amount(store, Scene.ANN));
  }

  /** Under overload most that waits may be too late; it must not keep away what is not. */
  @Test
  void requestsWhoseClientsWaitNoMoreCostNoBatch() {
    HeapStore store = filled(true);
    Lane lane = lane(store, new LaneSettings(16, 2, false));
    for (int number = 0; number < 5; number++) {
      lane.offer(credit("old" + number, 1));
    }
    clock.move(Duration.ofSeconds(2));
    assertFalse(lane.step());
    assertTrue(lane.settled().getAsBoolean());
    assertEquals(new LaneStatistics(0, 0, 0, 0, 0, 5, 0), lane.statistics());
    assertEquals(0, store.commits());
    assertEquals(100, Scene.amount(store, Scene.ANN));
  }

  @Test
  void limitsMustLeaveRoom() {
    assertThrows(IllegalArgumentException.class, () -> new LaneSettings(1, 1, true));
    assertThrows(IllegalArgumentException.class, () -> new LaneSettings(2, 0, true));
  }

  @Test
  void everythingIsStoredWhenItIsSent() {
    HeapStore store = filled(true);
    List<Envelope> tooEarly = new ArrayList<>();
    RecordingTransport watchful =
        new RecordingTransport(envelope -> {
          boolean stored =
              switch (envelope) {
                case Envelope.ToNode reply ->
                    store.contents().values().stream()
                        .anyMatch(record ->
                            record instanceof DedupeRecord answered
                                && answered.answer().equals(reply.answer()));
                case Envelope.ToShard message ->
                    store.find(Scene.transactionKey(Scene.O1)) != null
                        || store.find(Scene.key(Scene.O1)) instanceof Order.Paid;
                case Envelope.Question _, Envelope.Report _ -> false;
              };
          if (!stored) {
            tooEarly.add(envelope);
          }
        });
    Lane lane = lane(store, watchful, ROOMY);
    lane.offer(checkout("c1"));
    runAll(lane, watchful);
    assertEquals(List.of(), tooEarly);
    assertEquals(1, watchful.replies().size());
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsSentIfTheCommitFails(HeapStore.Failure where) {
    HeapStore store = filled(true);
    Lane lane = lane(store, ROOMY);
    lane.offer(checkout("c1"));
    lane.offer(credit("c2", 1));
    lane.offer(find("c3"));
    store.fail(where, 0);
    assertThrows(StoreFailedException.class, lane::step);
    assertEquals(List.of(), transport.sent());
  }

  @Test
  void openRecordIsWokenAtItsTimeAndNotBefore() {
    Lane lane = lane(filled(true), ROOMY);
    lane.offer(checkout("c1"));
    lane.step();
    assertEquals(1, lane.statistics().openTransactions());
    transport.takeInputs();

    Instant wakeAt = Objects.requireNonNull(lane.nextWakeup());
    clock.move(Duration.between(START, wakeAt).minusMillis(1));
    assertFalse(lane.step());
    clock.move(Duration.ofMillis(1));
    assertTrue(lane.step());
    assertEquals(3, transport.takeInputs().size());
    assertTrue(wakeAt.isBefore(Objects.requireNonNull(lane.nextWakeup())));
  }

  @Test
  void wakeupsCountInABatch() {
    HeapStore store = new HeapStore(true, false);
    Scene.fill(store);
    Lane dead = lane(store, ROOMY);
    dead.offer(checkout("c1"));
    dead.step();
    transport.takeInputs().forEach(dead::offer);
    dead.step();

    Lane lane = lane(store, new LaneSettings(16, 2, false));
    lane.recover(); // one transaction, three participations
    lane.offer(credit("c2", 1));
    int commits = store.commits();
    lane.step();
    assertEquals(0, lane.statistics().waiting());
    lane.step();
    lane.step();
    assertEquals(commits + 3, store.commits());
    transport.takeInputs();
    assertFalse(lane.step());
  }

  @Test
  void everyShardIsCommittedByItselfIfTheStoreSpansNone() {
    HeapStore store = filled(false);
    Lane lane = lane(store, new LaneSettings(64, 16, true));
    Request addsToAnn = credit("c1", 1);
    Request checksOut = checkout("c2");
    assertNotEquals(addsToAnn.to(), checksOut.to());
    lane.offer(addsToAnn);
    lane.offer(checksOut);
    lane.offer(find("c3"));
    lane.step();
    assertEquals(2, store.commits());
    assertEquals(new LaneStatistics(0, 1, 2, 3, 0, 0, 0), lane.statistics());

    runAll(lane, transport);
    assertInstanceOf(Order.Paid.class, store.find(Scene.key(Scene.O1)));
    assertEquals(93, Scene.amount(store, Scene.ANN));
  }

  @Test
  void whatOneShardCommittedIsSentThoughTheNextOneFails() {
    HeapStore store = filled(false);
    Lane lane = lane(store, ROOMY);
    lane.offer(credit("c1", 1));
    lane.offer(checkout("c2"));
    store.fail(HeapStore.Failure.AFTER_COMMIT, 1);
    assertThrows(StoreFailedException.class, lane::step);
    assertEquals(1, transport.sent().size());
    assertEquals(1, transport.replies().size());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void checkoutOfAFusedLaneIsOneCommit(boolean fusion) {
    HeapStore store = filled(true);
    Lane lane = lane(store, new LaneSettings(64, 16, fusion));
    lane.offer(checkout("c1"));
    runAll(lane, transport);
    assertEquals(fusion ? 1 : 4, lane.statistics().commits());
    assertEquals(1 + 3 + 3 + 3, lane.statistics().decided());
    assertEquals(1, transport.replies().size());
  }

  @Test
  void transactionEndsThoughTheMailboxDropsMostOfItsMessages() {
    HeapStore store = filled(true);
    Lane lane = lane(store, new LaneSettings(2, 1, false));
    lane.offer(checkout("c1"));
    for (int step = 0; step < 1_000; step++) {
      lane.step();
      transport.takeInputs().forEach(lane::offer);
      clock.move(Duration.ofMillis(20));
    }
    assertNull(lane.nextWakeup());
    assertInstanceOf(Order.Paid.class, store.find(Scene.key(Scene.O1)));
    assertEquals(92, Scene.amount(store, Scene.ANN));
    assertEquals(3, Scene.amount(store, Scene.APPLE));
    assertEquals(4, Scene.amount(store, Scene.PEAR));
  }

  private static void runAll(Lane lane, RecordingTransport transport) {
    do {
      transport.takeInputs().forEach(lane::offer);
    } while (lane.step());
  }

  private static HeapStore filled(boolean spansShards) {
    HeapStore store = new HeapStore(spansShards);
    Scene.fill(store);
    return store;
  }

  private Lane lane(HeapStore store, LaneSettings settings) {
    return lane(store, transport, settings);
  }

  private Lane lane(HeapStore store, RecordingTransport sends, LaneSettings settings) {
    return new Lane(
        Set.copyOf(Scene.SHARDS.all()),
        kernel,
        store,
        sends,
        clock,
        settings,
        (input, subject, bug) -> {
          throw bug;
        });
  }
}
