package tercet.testing.simulator;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tercet.kernel.Protocol;
import tercet.testing.simulator.swarm.Fault;
import tercet.testing.simulator.swarm.Swarm;
import tercet.testing.simulator.swarm.Trait;
import tercet.testing.simulator.world.LossCounts;

final class SummaryTest {
  private static final int ENOUGH = 10_000;
  private static final Swarm SWARM = Swarm.draw(1, Set.of());

  @Test
  void faultThatNeverStruckInManySeedsIsNamed() {
    String text = summary(ENOUGH, Map.of(Fault.LOSS, 2L));
    assertTrue(text.contains("never struck: store-outage"), text);
    assertFalse(text.contains("never struck: loss"), text);
  }

  @Test
  void fewSeedsSayNothingAboutWhatNeverHappened() {
    assertFalse(summary(ENOUGH - 1, Map.of()).contains("never"));
  }

  @Test
  void everyFaultAndTraitHappensWithinSomeThousandSeeds() {
    Map<Fault, Long> drawn = new EnumMap<>(Fault.class);
    Map<Trait, Long> traits = new EnumMap<>(Trait.class);
    for (long seed = 0; seed < ENOUGH; seed++) {
      Swarm swarm = Swarm.draw(seed, Set.of());
      swarm.rates().keySet().forEach(fault -> drawn.merge(fault, 1L, Long::sum));
      swarm.traits().forEach(trait -> traits.merge(trait, 1L, Long::sum));
    }
    assertTrue(drawn.keySet().containsAll(List.of(Fault.values())), drawn::toString);
    assertTrue(traits.keySet().containsAll(List.of(Trait.values())), traits::toString);
  }

  private static String summary(int seeds, Map<Fault, Long> faults) {
    Summary summary = new Summary(0);
    Case simulated = Case.of(Protocol.TCC, 1);
    Result result =
        new Result(
            simulated,
            SWARM,
            1,
            1,
            1,
            1,
            faults,
            false,
            new LossCounts(0, 0, 0),
            0,
            0,
            List.of(),
            null);
    for (int seed = 0; seed < seeds; seed++) {
      summary.add(result);
    }
    return summary.text(1);
  }
}
