package tercet.runtime.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import tercet.kernel.saga.StepOrder;
import tercet.runtime.ManualClock;
import tercet.runtime.Scene;
import tercet.runtime.observe.Observer;
import tercet.runtime.observe.StepHistory;
import tercet.runtime.observe.StepNote;
import tercet.runtime.store.HeapStore;
import tercet.runtime.transport.RecordingTransport;

/** The steps of transactions that are not over within one batch. */
final class StepHistoryTest {
  private final HeapStore store = new HeapStore(true);
  private final RecordingTransport transport = new RecordingTransport();
  private final ManualClock clock = new ManualClock(Scene.START);

  private Lane lane(StepHistory history, boolean fusion) {
    Scene.fill(store);
    return new Lane(
        new LinkedHashSet<>(Scene.SHARDS.all()),
        Scene.kernel(StepOrder.PARALLEL),
        store,
        transport,
        clock,
        new LaneSettings(100, 100, fusion),
        (input, subject, bug) -> {},
        history);
  }

  private void run(Lane lane) {
    do {
      lane.step();
      transport.takeInputs().forEach(lane::offer);
    } while (!lane.isIdle());
  }

  @Test
  void stepsAreKeptInOrderWithTheirMessages() {
    StepHistory history = new StepHistory(10, Observer.NONE);
    Lane lane = lane(history, false);
    lane.offer(Scene.checkout("c1"));
    run(lane);
    List<StepNote> steps = history.of("c1");
    assertEquals("Checkout", steps.getFirst().input());
    assertEquals("debiting", steps.getFirst().state());
    assertFalse(steps.getFirst().sent().isEmpty());
    for (StepNote.Sent sent : steps.getFirst().sent()) {
      assertTrue(
          steps.stream()
              .anyMatch(
                  step -> step.shard().equals(sent.to()) && step.input().equals(sent.message())),
          () -> sent + " did not arrive in " + steps);
    }
    StepNote decision =
        steps.stream().filter(step -> "over".equals(step.state())).findFirst().orElseThrow();
    assertEquals(List.of("Paid"), decision.answers());
  }

  @Test
  void checkoutWithinOneBatchIsLeftOut() {
    StepHistory history = new StepHistory(10, Observer.NONE);
    Lane lane = lane(history, true);
    lane.offer(Scene.checkout("c1"));
    run(lane);
    assertEquals(List.of(), history.of("c1"));
  }

  @Test
  void lastOnesAreKeptAndThoseThatAskedAgainHaveRoomOfTheirOwn() {
    StepHistory history = new StepHistory(2, Observer.NONE);
    Lane lane = lane(history, false);
    lane.offer(Scene.checkout("c1"));
    lane.step();
    transport.takeInputs(); // its messages are lost
    clock.move(Scene.DEADLINE.multipliedBy(2));
    lane.step();
    assertEquals("time", history.of("c1").getLast().input());
    for (String other : List.of("c2", "c3", "c4")) {
      lane.offer(Scene.checkout(other));
      run(lane);
    }
    assertEquals("Checkout", history.of("c1").getFirst().input());
  }

  @Test
  void withoutRoomNothingIsListenedTo() {
    assertFalse(new StepHistory(0, Observer.NONE).listens());
    assertTrue(new StepHistory(1, Observer.NONE).listens());
  }
}
