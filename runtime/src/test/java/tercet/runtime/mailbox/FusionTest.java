package tercet.runtime.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static tercet.runtime.Scene.CLOCK;
import static tercet.runtime.Scene.checkout;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.Message;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.kernel.saga.SagaMessage;
import tercet.kernel.saga.StepOrder;
import tercet.runtime.Scene;
import tercet.runtime.store.HeapStore;

final class FusionTest {
  private static final Set<ShardId> ALL = Set.copyOf(Scene.SHARDS.all());

  static Stream<Arguments> outcomes() {
    return Stream.of(StepOrder.values())
        .flatMap(stepOrder ->
            Stream.of(
                Arguments.of(stepOrder, 5, 100),
                Arguments.of(stepOrder, 0, 100),
                Arguments.of(stepOrder, 5, 7),
                Arguments.of(stepOrder, 0, 7)));
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  void fusedCheckoutIsOneCommitWithTheSameOutcome(StepOrder stepOrder, long pears, long credit) {
    HeapStore apart = new HeapStore(true);
    Scene.fill(apart, pears, credit);
    List<Decision.Reply> repliesApart = runApart(apart, stepOrder);

    HeapStore fused = new HeapStore(true);
    Scene.fill(fused, pears, credit);
    Interpreter interpreter = interpreter(fused, stepOrder, ALL);
    List<Interpreter.Outcome> outcomes =
        CollectedOutcomes.of(interpreter, List.of(checkout("c1")), CLOCK);

    assertEquals(1, fused.commits());
    assertEquals(1, outcomes.size());
    assertEquals(List.of(), outcomes.getFirst().messages());
    assertEquals(repliesApart, outcomes.getFirst().replies());
    assertEquals(apart.contents(), fused.contents());
    assertEquals(apart.commits(), outcomes.getFirst().decided());
  }

  @Test
  void transactionThatBeginsAndEndsInABatchIsNeverWritten() {
    HeapStore store = new HeapStore(true);
    Scene.fill(store);
    Interpreter.Outcome outcome =
        CollectedOutcomes.of(
                interpreter(store, StepOrder.PARALLEL, ALL), List.of(checkout("c1")), CLOCK)
            .getFirst();
    assertFalse(outcome.changes().containsKey(Scene.transactionKey(Scene.O1)));
  }

  @Test
  void messagesToOtherShardsAreHandedOut() {
    HeapStore store = new HeapStore(true);
    Scene.fill(store);
    Set<ShardId> withoutPayment =
        ALL.stream()
            .filter(shard -> shard.service() != Service.PAYMENT)
            .collect(Collectors.toSet());
    Interpreter.Outcome outcome =
        CollectedOutcomes.of(
                interpreter(store, StepOrder.PARALLEL, withoutPayment),
                List.of(checkout("c1")),
                CLOCK)
            .getFirst();
    assertEquals(1, outcome.messages().size());
    Message message = outcome.messages().getFirst();
    assertEquals(SagaMessage.Debit.class, message.getClass());
    assertEquals(Scene.SHARDS.of(Scene.ANN), message.to());
    assertEquals(List.of(), outcome.replies());
  }

  @Test
  void checkoutsOfOneBatchSeeEachOther() {
    HeapStore store = new HeapStore(true);
    Scene.fill(store);
    Interpreter.Outcome outcome =
        CollectedOutcomes.of(
                interpreter(store, StepOrder.PARALLEL, ALL),
                List.of(checkout("c1"), checkout("c2"), checkout("c1")),
                CLOCK)
            .getFirst();
    // Both clients hear of the same payment; c1 at the address of its last asking only.
    assertEquals(2, outcome.replies().size());
    assertEquals(1, outcome.replies().stream().map(Decision.Reply::answer).distinct().count());
    assertEquals(92, Scene.amount(store, Scene.ANN));
    assertEquals(1, store.commits());
  }

  private static Interpreter interpreter(HeapStore store, StepOrder order, Set<ShardId> fused) {
    return new Interpreter(
        Scene.kernel(order),
        store,
        fused,
        (input, subject, bug) -> {
          throw bug;
        });
  }

  /** One commit for every message. */
  private static List<Decision.Reply> runApart(HeapStore store, StepOrder stepOrder) {
    Interpreter interpreter = interpreter(store, stepOrder, Set.of());
    List<Decision.Reply> replies = new ArrayList<>();
    Queue<Input> underWay = new ArrayDeque<>(List.of(checkout("c1")));
    while (!underWay.isEmpty()) {
      for (Interpreter.Outcome outcome :
          CollectedOutcomes.of(interpreter, List.of(underWay.remove()), CLOCK)) {
        underWay.addAll(outcome.messages());
        replies.addAll(outcome.replies());
      }
    }
    return replies;
  }
}
