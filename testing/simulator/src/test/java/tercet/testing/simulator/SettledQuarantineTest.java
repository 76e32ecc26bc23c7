package tercet.testing.simulator;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tercet.kernel.Protocol;
import tercet.testing.simulator.canary.OrdersGone;
import tercet.testing.simulator.coverage.Coverage;

/**
 * Orders are gone, so that participants stay in doubt, and an operator settles what they ask for.
 * Everything comes to rest, and the books are right: all participants have ended alike.
 */
@Tag("slow")
final class SettledQuarantineTest {
  private static final long FIRST_SEED = 3_000_000;
  private static final int SEEDS = Integer.getInteger("tercet.settled.seeds", 60);
  private static final long EVENTS_MAX = 10_000_000;

  /** By 2pc a committed transaction stays open until all know it, so that none asks later. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TWO_PHASE_COMMIT")
  void whatIsSettledComesToRest(Protocol protocol) {
    int settled = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      Case simulated = Case.of(protocol, FIRST_SEED + seed);
      Result result =
          new SeedRun(simulated, new OrdersGone(), false, new Coverage(protocol), EVENTS_MAX).run();
      assertNull(result.violation(), () -> simulated + ": " + result.violation());
      settled += result.quarantined() && !result.swarm().losses().any() ? 1 : 0;
    }
    System.out.printf("%s: settled in %d of %d seeds%n", protocol, settled, SEEDS);
    assertTrue(settled > 0, "nothing was quarantined");
  }
}
