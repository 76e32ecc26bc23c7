package tercet.simulator;

import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tercet.simulator.canary.Canary;
import tercet.simulator.coverage.Coverage;
import tercet.simulator.world.Violation;
import tercet.simulator.world.Wiring;

final class CanaryTest {
  private static final long FIRST_SEED = 1_000_000;

  @ParameterizedTest
  @EnumSource
  void plantedBugIsCaught(Canary canary) {
    Wiring wiring = canary.wiring();
    for (int seed = 0; seed < canary.seedsMax(); seed++) {
      Case simulated = Case.of(canary.protocol(), FIRST_SEED + seed);
      Coverage coverage = new Coverage(canary.protocol());
      Result result = new SeedRun(simulated, wiring, false, coverage).run();
      Violation violation = result.violation();
      if (violation != null) {
        System.out.printf("%s: seed %d: %s%n", canary, seed + 1, violation.getMessage());
        return;
      }
    }
    fail(canary + " is not caught within " + canary.seedsMax() + " seeds");
  }
}
