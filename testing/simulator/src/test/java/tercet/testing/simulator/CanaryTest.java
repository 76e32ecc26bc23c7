package tercet.testing.simulator;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tercet.kernel.Protocol;
import tercet.testing.simulator.canary.Canary;
import tercet.testing.simulator.coverage.Coverage;
import tercet.testing.simulator.world.Violation;
import tercet.testing.simulator.world.Wiring;

final class CanaryTest {
  private static final long FIRST_SEED = 1_000_000;

  @ParameterizedTest
  @MethodSource
  void plantedBugIsCaught(Canary canary, Protocol protocol) {
    Wiring wiring = canary.wiring();
    for (int seed = 0; seed < canary.seedsMax(); seed++) {
      Case simulated = Case.of(protocol, FIRST_SEED + seed);
      Result result = new SeedRun(simulated, wiring, false, new Coverage(protocol)).run();
      Violation violation = result.violation();
      if (violation != null) {
        System.out.printf(
            "%s, %s: seed %d: %s%n", canary, protocol, seed + 1, violation.getMessage());
        return;
      }
    }
    fail("%s is not caught within %d seeds".formatted(canary, canary.seedsMax()));
  }

  static Stream<Arguments> plantedBugIsCaught() {
    return Arrays.stream(Canary.values())
        .flatMap(
            canary -> canary.protocols().stream().map(protocol -> Arguments.of(canary, protocol)));
  }

  @Test
  void theDefaultProtocolHasAsManyPlantedBugsAsTheSaga() {
    assertTrue(planted(Protocol.TCC) >= planted(Protocol.SAGA));
  }

  private static long planted(Protocol protocol) {
    return Arrays.stream(Canary.values())
        .filter(canary -> canary.protocols().contains(protocol))
        .count();
  }
}
