package tercet.kernel.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tercet.kernel.Kernel;
import tercet.kernel.Protocol;
import tercet.kernel.decision.Decider;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.RecordView;
import tercet.kernel.id.Key;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.Shards;
import tercet.kernel.saga.SagaMessage;
import tercet.kernel.saga.StepOrder;

/** {@code -Dexplorer.seed=7} walks one way only. */
final class ExplorerTest {
  private static final int SEEDS = Integer.getInteger("explorer.seeds", 3_000);
  private static final int STEPS = 400;

  @ParameterizedTest
  @EnumSource
  void sagaLosesNothingAndEverythingEnds(StepOrder stepOrder) {
    loseNothing(Protocol.SAGA, stepOrder);
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsLostAndEverythingEnds(Protocol protocol) {
    loseNothing(protocol, StepOrder.PARALLEL);
  }

  private static void loseNothing(Protocol protocol, StepOrder stepOrder) {
    Tally tally = explore(protocol, stepOrder, kernel -> kernel);
    assertTrue(tally.sales > SEEDS, () -> "hardly anything was sold: " + tally);
    assertTrue(tally.refusals > SEEDS, () -> "hardly anything was refused: " + tally);
    boolean aborts = tally.aborts > SEEDS / 10;
    assertEquals(protocol != Protocol.CHOREOGRAPHY, aborts, () -> "aborted: " + tally);
  }

  @Test
  void participantThatForgetsIsCaught() {
    assertCaught(Forgetful::new);
  }

  @Test
  void participantThatKeepsWhatItShouldGiveBackIsCaught() {
    assertCaught(Greedy::new);
  }

  private static void assertCaught(UnaryOperator<Decider> planted) {
    AssertionError error =
        assertThrows(
            AssertionError.class, () -> explore(Protocol.SAGA, StepOrder.PARALLEL, planted));
    assertTrue(String.valueOf(error.getMessage()).contains("should be"), error::getMessage);
  }

  private record Tally(int sales, int refusals, int aborts) {}

  private static Tally explore(
      Protocol protocol, StepOrder stepOrder, UnaryOperator<Decider> planted) {
    Shards shards = new Shards(TinyShop.SHARDS);
    Decider decider = planted.apply(new Kernel(shards, protocol, stepOrder, TinyShop.SETTINGS));
    Integer only = Integer.getInteger("explorer.seed");
    int sales = 0;
    int refusals = 0;
    int aborts = 0;
    for (int seed = only == null ? 0 : only; seed < (only == null ? SEEDS : only + 1); seed++) {
      TinyShop world = new TinyShop(seed, decider);
      try {
        world.wander(STEPS);
        world.settle();
        world.audit();
      } catch (AssertionError | RuntimeException e) {
        String replay = protocol + " " + stepOrder + ", replay with -Dexplorer.seed=" + seed + ": ";
        throw new AssertionError(replay + e.getMessage(), e);
      }
      sales += world.sales();
      refusals += world.refusals();
      aborts += world.aborts();
    }
    return new Tally(sales, refusals, aborts);
  }

  /** A planted bug: debits as if it had never heard of the transaction. */
  private record Forgetful(Decider kernel) implements Decider {
    @Override
    public List<Key> keys(Input input) {
      return kernel.keys(input);
    }

    @Override
    public Decision decide(RecordView records, Input input, Instant now) {
      return input instanceof SagaMessage.Debit
          ? kernel.decide(
              key -> key.kind() == RecordKind.PARTICIPATION ? null : records.get(key), input, now)
          : kernel.decide(records, input, now);
    }
  }

  /** A planted bug: says that it has given back, and has not. */
  private record Greedy(Decider kernel) implements Decider {
    @Override
    public List<Key> keys(Input input) {
      return kernel.keys(input);
    }

    @Override
    public Decision decide(RecordView records, Input input, Instant now) {
      Decision decision = kernel.decide(records, input, now);
      return input instanceof SagaMessage.Compensate
          ? new Decision(
              decision.changes().stream()
                  .filter(change -> change.key().kind() == RecordKind.PARTICIPATION)
                  .toList(),
              decision.messages(),
              decision.replies())
          : decision;
    }
  }
}
