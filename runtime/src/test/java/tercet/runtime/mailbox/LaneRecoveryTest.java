package tercet.runtime.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tercet.runtime.Scene.START;
import static tercet.runtime.Scene.checkout;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tercet.kernel.decision.Decider;
import tercet.kernel.decision.Input;
import tercet.kernel.order.Order;
import tercet.kernel.saga.SagaMessage;
import tercet.kernel.saga.StepOrder;
import tercet.runtime.ManualClock;
import tercet.runtime.Scene;
import tercet.runtime.store.HeapStore;
import tercet.runtime.store.StoreFailedException;
import tercet.runtime.transport.Envelope;
import tercet.runtime.transport.RecordingTransport;

/** A lane finds the open records of its store when it starts. */
final class LaneRecoveryTest {
  private static final LaneSettings ROOMY = new LaneSettings(1_024, 256, false);

  private final ManualClock clock = new ManualClock(START);
  private final RecordingTransport transport = new RecordingTransport();
  private final Decider kernel = Scene.kernel(StepOrder.PARALLEL);

  @Test
  void recoveryWakesWhateverIsOpen() {
    HeapStore store = new HeapStore(true, false);
    Scene.fill(store);
    Lane dead = lane(store);
    dead.offer(checkout("c1"));
    dead.step();
    List<Input> debits = transport.takeInputs();
    assertEquals(3, debits.size());
    dead.offer(debits.getFirst());
    dead.step();
    transport.takeInputs(); // its vote is lost

    Lane next = lane(store);
    assertNull(next.nextWakeup());
    next.recover();
    assertEquals(1, next.statistics().openTransactions());
    assertEquals(START, next.nextWakeup());
    assertTrue(next.step());
    assertEquals(3, transport.sent().stream().filter(LaneRecoveryTest::isDebit).count());
    runAll(next, transport);
    assertInstanceOf(Order.Paid.class, store.find(Scene.key(Scene.O1)));
    assertEquals(0, next.statistics().openTransactions());
    assertNull(next.nextWakeup());
  }

  /** Others may be at work on it: a record that is woken before its time sends twice. */
  @Test
  void recoveryOfASharedStoreWakesInTime() {
    HeapStore store = filled();
    Lane dead = lane(store);
    dead.offer(checkout("c1"));
    dead.step();
    transport.takeInputs();
    Lane next = lane(store);
    next.recover();
    assertFalse(next.step());
    Instant wakeAt = Objects.requireNonNull(next.nextWakeup());
    assertTrue(wakeAt.isAfter(START));
    clock.move(Duration.between(START, wakeAt));
    assertTrue(next.step());
    assertEquals(3, transport.takeInputs().size());
  }

  @Test
  void recoveryFailsIfTheStoreCannotBeRead() {
    HeapStore store = filled();
    store.fail(HeapStore.Failure.BEFORE_COMMIT, 0);
    assertThrows(StoreFailedException.class, lane(store)::recover);
  }

  private static boolean isDebit(Envelope envelope) {
    return envelope instanceof Envelope.ToShard message
        && message.input() instanceof SagaMessage.Debit;
  }

  private static void runAll(Lane lane, RecordingTransport transport) {
    do {
      transport.takeInputs().forEach(lane::offer);
    } while (lane.step());
  }

  private static HeapStore filled() {
    HeapStore store = new HeapStore(true);
    Scene.fill(store);
    return store;
  }

  private Lane lane(HeapStore store) {
    return new Lane(
        Set.copyOf(Scene.SHARDS.all()),
        kernel,
        store,
        transport,
        clock,
        ROOMY,
        (input, subject, bug) -> {
          throw bug;
        });
  }
}
