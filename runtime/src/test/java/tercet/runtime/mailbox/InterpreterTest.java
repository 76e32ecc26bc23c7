package tercet.runtime.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static tercet.runtime.Scene.ANN;
import static tercet.runtime.Scene.CLOCK;
import static tercet.runtime.Scene.amount;
import static tercet.runtime.Scene.checkout;
import static tercet.runtime.Scene.credit;
import static tercet.runtime.Scene.find;
import static tercet.runtime.Scene.key;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tercet.kernel.balance.Account;
import tercet.kernel.command.Answer;
import tercet.kernel.decision.Decider;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Amount;
import tercet.kernel.id.Key;
import tercet.kernel.id.ShardId;
import tercet.kernel.saga.SagaMessage;
import tercet.kernel.saga.StepOrder;
import tercet.runtime.Scene;
import tercet.runtime.store.HeapStore;
import tercet.runtime.store.StoreFailedException;

final class InterpreterTest {
  private final HeapStore store = new HeapStore(true);
  private final Map<Input, RuntimeException> bugs = new LinkedHashMap<>();
  private final Decider kernel = Scene.kernel(StepOrder.PARALLEL);

  @BeforeEach
  void fill() {
    Scene.fill(store);
  }

  @Test
  void batchIsOneCommit() {
    List<Interpreter.Outcome> outcomes =
        CollectedOutcomes.of(
            unfused(kernel), List.of(credit("c1", 1), credit("c2", 2), find("c3")), CLOCK);
    assertEquals(1, outcomes.size());
    assertEquals(3, outcomes.getFirst().decided());
    assertEquals(
        List.of(
            new Answer.Done(), new Answer.Done(), new Answer.AccountFound(ANN, new Amount(103))),
        answers(outcomes));
    assertEquals(1, store.commits());
    assertEquals(103, amount(store, ANN));
  }

  @Test
  void questionsWriteNothing() {
    CollectedOutcomes.of(unfused(kernel), List.of(find("c1")), CLOCK);
    assertEquals(1, store.commits());
    assertEquals(0, store.writes());
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsHandedOutIfTheCommitFails(HeapStore.Failure where) {
    store.fail(where, 0);
    assertThrows(
        StoreFailedException.class,
        () ->
            CollectedOutcomes.of(
                unfused(kernel), List.of(credit("c1", 1), credit("c2", 2)), CLOCK));
    assertEquals(Map.of(), bugs);
    assertEquals(where == HeapStore.Failure.BEFORE_COMMIT ? 100 : 103, amount(store, ANN));
  }

  @Test
  void conflictRunsAgainAndHasItsEffectsOnce() {
    store.interfereOnce(() -> store.put(key(ANN), new Account(new Amount(50), 1)));
    store.interfereOnce(() -> store.put(key(ANN), new Account(new Amount(10), 1)));
    List<Interpreter.Outcome> outcomes =
        CollectedOutcomes.of(unfused(kernel), List.of(credit("c1", 1), find("c2")), CLOCK);
    assertEquals(3, store.runs());
    assertEquals(1, store.commits());
    assertEquals(11, amount(store, ANN));
    assertEquals(
        List.of(new Answer.Done(), new Answer.AccountFound(ANN, new Amount(11))),
        answers(outcomes));
    assertEquals(2, outcomes.getFirst().decided());
  }

  @Test
  void conflictRunsFusedMessagesAgain() {
    store.interfereOnce(() -> store.put(key(ANN), new Account(new Amount(7), 1)));
    List<Interpreter.Outcome> outcomes =
        CollectedOutcomes.of(fused(kernel), List.of(checkout("c1")), CLOCK);
    assertEquals(2, store.runs());
    assertEquals(1, answers(outcomes).size());
    assertEquals(7, amount(store, ANN));
    assertEquals(5, amount(store, Scene.APPLE));
  }

  @Test
  void inputThatCannotBeDecidedIsDroppedAndReportedAndTheOthersAreDecided() {
    Input bad = credit("bad", 40);
    List<Interpreter.Outcome> outcomes =
        CollectedOutcomes.of(
            unfused(new Failing(kernel, bad)), List.of(credit("c1", 1), bad, find("c2")), CLOCK);
    assertEquals(Set.of(bad), bugs.keySet());
    assertEquals(
        List.of(new Answer.Done(), new Answer.AccountFound(ANN, new Amount(101))),
        answers(outcomes));
    assertEquals(101, amount(store, ANN));
  }

  @Test
  void inputWhoseRecordsCannotBeNamedIsDroppedToo() {
    Input bad = credit("bad", 40);
    Decider nameless =
        new Failing(kernel, bad) {
          @Override
          public List<Key> keys(Input input) {
            if (input.equals(bad)) {
              throw new IllegalStateException("planted");
            }
            return super.keys(input);
          }
        };
    CollectedOutcomes.of(unfused(nameless), List.of(bad, credit("c1", 1)), CLOCK);
    assertEquals(Set.of(bad), bugs.keySet());
    assertEquals(101, amount(store, ANN));
  }

  @Test
  void inputWhoseFusedMessageCannotBeDecidedChangesNothing() {
    Decider noCompensate =
        new Failing(kernel, checkout("unused")) {
          @Override
          boolean isBad(Input input) {
            return input instanceof SagaMessage.Debited;
          }
        };
    Map<Key, StoredRecord> before = store.contents();
    assertEquals(
        List.of(), CollectedOutcomes.of(fused(noCompensate), List.of(checkout("c1")), CLOCK));
    assertEquals(List.of(checkout("c1")), List.copyOf(bugs.keySet()));
    assertEquals(before, store.contents());
  }

  @Test
  void storeThatFailsWhileABatchIsTakenApartStopsIt() {
    Input bad = credit("bad", 40);
    store.fail(HeapStore.Failure.BEFORE_COMMIT, 1);
    assertThrows(
        StoreFailedException.class,
        () ->
            CollectedOutcomes.of(
                unfused(new Failing(kernel, bad)),
                List.of(credit("c1", 1), bad, credit("c2", 2)),
                CLOCK));
    assertEquals(101, amount(store, ANN));
  }

  @Test
  void messagesAreNotFusedOverAStoreThatCommitsOneShardAtATime() {
    Set<ShardId> shards = Set.copyOf(Scene.SHARDS.all());
    HeapStore narrow = new HeapStore(false);
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new Interpreter(kernel, narrow, shards, (input, subject, bug) -> bugs.put(input, bug)));
  }

  private Interpreter unfused(Decider decider) {
    return new Interpreter(decider, store, Set.of(), (input, subject, bug) -> bugs.put(input, bug));
  }

  private Interpreter fused(Decider decider) {
    return new Interpreter(
        decider,
        store,
        Set.copyOf(Scene.SHARDS.all()),
        (input, subject, bug) -> bugs.put(input, bug));
  }

  private static List<Answer> answers(List<Interpreter.Outcome> outcomes) {
    List<Answer> answers = new ArrayList<>();
    for (Interpreter.Outcome outcome : outcomes) {
      outcome.replies().stream().map(Decision.Reply::answer).forEach(answers::add);
    }
    return answers;
  }
}
