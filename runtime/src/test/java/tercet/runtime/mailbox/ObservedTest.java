package tercet.runtime.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tercet.kernel.decision.Decider;
import tercet.kernel.decision.Input;
import tercet.kernel.id.CommandId;
import tercet.kernel.saga.StepOrder;
import tercet.runtime.ManualClock;
import tercet.runtime.Scene;
import tercet.runtime.observe.Batch;
import tercet.runtime.observe.CorrelationId;
import tercet.runtime.observe.Exchange;
import tercet.runtime.observe.Observer;
import tercet.runtime.observe.Step;
import tercet.runtime.store.HeapStore;
import tercet.runtime.transport.RecordingTransport;

/** The calls to an observer. */
final class ObservedTest {
  private static final CorrelationId C1 = new CorrelationId("c1");

  private final HeapStore store = new HeapStore(true);
  private final RecordingTransport transport = new RecordingTransport();
  private final ManualClock clock = new ManualClock(Scene.START);
  private final Decider kernel = Scene.kernel(StepOrder.PARALLEL);
  private final List<Batch> batches = new ArrayList<>();
  private final List<@Nullable CorrelationId> undecidable = new ArrayList<>();

  /** Remembers the calls. */
  private final class Recording implements Observer {
    @Override
    public boolean listens() {
      return true;
    }

    @Override
    public void decided(Batch batch) {
      batches.add(batch);
    }

    @Override
    public @Nullable String answered(Exchange exchange) {
      return null;
    }
  }

  private Lane lane(Decider decider, boolean fusion) {
    Scene.fill(store);
    return new Lane(
        new LinkedHashSet<>(Scene.SHARDS.all()),
        decider,
        store,
        transport,
        clock,
        new LaneSettings(100, 100, fusion),
        (input, subject, bug) -> undecidable.add(subject),
        new Recording());
  }

  @Test
  void fusedCheckoutIsOneBatchWhoseStepsAreAllAboutIt() {
    Lane lane = lane(kernel, true);
    lane.offer(Scene.checkout("c1"));
    lane.step();
    Batch batch = batches.getFirst();
    assertEquals(Scene.checkout("c1"), batch.steps().getFirst().input());
    assertEquals(batch.inputs(), batch.steps().size());
    assertTrue(batch.inputs() > 4, batch::toString);
    assertTrue(batch.steps().stream().allMatch(step -> step.subject().equals(C1)));
    assertTrue(batch.committedNanos() - batch.decidedNanos() >= 0);
    assertTrue(batch.decidedNanos() - batch.steps().getLast().startNanos() >= 0);
  }

  @Test
  void whatIsWokenKnowsItsTransaction() {
    Lane lane = lane(kernel, false);
    lane.offer(Scene.checkout("c1"));
    lane.step();
    Input debit = transport.takeInputs().getFirst();
    lane.offer(debit);
    lane.step();
    clock.move(Scene.DEADLINE.multipliedBy(2));
    batches.clear();
    lane.step();
    List<Step> woken = batches.stream().flatMap(batch -> batch.steps().stream()).toList();
    Set<Class<?>> kinds = Set.copyOf(woken.stream().map(step -> step.input().getClass()).toList());
    assertEquals(Set.of(Input.TimerFired.class), kinds);
    assertEquals(2, woken.size(), "the order's and the participant's");
    assertTrue(woken.stream().allMatch(step -> step.subject().equals(C1)), woken::toString);
  }

  @Test
  void nothingIsToldOfWhatWasNotCommitted() {
    Lane lane = lane(new Failing(kernel, Scene.checkout("c1")), true);
    lane.offer(Scene.checkout("c1"));
    lane.step();
    assertEquals(List.of(), batches);
    assertEquals(List.of(C1), undecidable);
  }

  @Test
  void wakeUpThatCannotBeDecidedNamesItsTransactionToo() {
    Input.TimerFired wakeup = new Input.TimerFired(Scene.transactionKey(Scene.O1));
    Lane lane = lane(new Failing(kernel, wakeup), false);
    lane.offer(Scene.checkout("c1"));
    lane.step();
    clock.move(Scene.DEADLINE);
    lane.step();
    assertEquals(List.of(C1), undecidable);
  }

  @Test
  void partOfACommandIsAboutTheCommand() {
    assertEquals(new CorrelationId("a-1"), CorrelationId.of(new CommandId("a-1.3.7", true)));
    assertEquals("[tx a-1] text", CorrelationId.line(new CorrelationId("a-1"), "text"));
    assertEquals("text", CorrelationId.line(null, "text"));
  }
}
