package tercet.testing.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tercet.kernel.Protocol;
import tercet.testing.simulator.canary.Canary;
import tercet.testing.simulator.coverage.Coverage;
import tercet.testing.simulator.world.Violation;
import tercet.testing.simulator.world.Wiring;

/**
 * The simulator catches every planted bug. A seed that caught a bug before is tried first; where it
 * does not catch the bug any more, all seeds are searched again.
 */
@Tag("slow")
final class CanaryTest {
  private static final long FIRST_SEED = 1_000_000;

  /** Some bugs leave a world without rest. No seed that catches one needs as many without it. */
  private static final long EVENTS_MAX = 1_000_000;

  /** The long form: searches all seeds from the first one on. */
  private static final boolean SEARCH = Boolean.getBoolean("tercet.canaries.search");

  private static final boolean REWRITE = Boolean.getBoolean("golden.rewrite");

  @ParameterizedTest
  @MethodSource
  void plantedBugIsCaught(Canary canary, Protocol protocol) {
    int known = SEARCH || REWRITE ? CaughtSeeds.NONE : CaughtSeeds.of(canary, protocol);
    int seed = find(canary, protocol, known);
    assertTrue(
        seed <= canary.seedsMax(), canary + " is caught by no seed up to " + canary.seedsMax());
    assertNull(violation(protocol, seed, Wiring.SOUND), "the seed fails without the bug, too");
    if (REWRITE) {
      CaughtSeeds.write(canary, protocol, seed);
    } else if (seed != known && !SEARCH) {
      System.out.printf(
          "%s, %s: seed %d does not catch it any more, but %d does."
              + " -Dgolden.rewrite=true notes the seeds.%n",
          canary, protocol, known, seed);
    }
  }

  /** The number of a seed that catches a bug; above the canary's limit if none does. */
  private static int find(Canary canary, Protocol protocol, int known) {
    Wiring wiring = canary.wiring();
    if (known != CaughtSeeds.NONE && violation(protocol, known, wiring) != null) {
      return known;
    }
    int seed = 1;
    while (seed <= canary.seedsMax()) {
      Violation violation = violation(protocol, seed, wiring);
      if (violation != null && !isLong(protocol, seed, violation)) {
        System.out.printf("%s, %s: seed %d: %s%n", canary, protocol, seed, violation.getMessage());
        return seed;
      }
      seed++;
    }
    return seed;
  }

  /** Whether the seed only takes many events, with and without the bug. */
  private static boolean isLong(Protocol protocol, int seed, Violation violation) {
    String told = String.valueOf(violation.getMessage());
    if (!told.contains(EVENTS_MAX + " events")) {
      return false;
    }
    Violation sound = violation(protocol, seed, Wiring.SOUND);
    return sound != null && told.equals(sound.getMessage());
  }

  private static @Nullable Violation violation(Protocol protocol, int seed, Wiring wiring) {
    Case simulated = Case.of(protocol, FIRST_SEED + seed - 1);
    return new SeedRun(simulated, wiring, false, new Coverage(protocol), EVENTS_MAX)
        .run()
        .violation();
  }

  @Test
  void bugIsSearchedForWhereTheKnownSeedDoesNotCatchIt() {
    int first = find(Canary.NO_HORIZON, Protocol.TCC, CaughtSeeds.NONE);
    assertTrue(first > 1, "the first seed catches it: choose another canary");
    assertEquals(first, find(Canary.NO_HORIZON, Protocol.TCC, 1));
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
