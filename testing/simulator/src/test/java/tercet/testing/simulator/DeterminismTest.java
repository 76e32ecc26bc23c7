package tercet.testing.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tercet.testing.simulator.coverage.Coverage;
import tercet.testing.simulator.world.Trace;
import tercet.testing.simulator.world.Wiring;
import tercet.testing.simulator.world.World;
import tercet.testing.testbed.server.JavaProcess;

@Tag("quick")
final class DeterminismTest {
  private static final long FIRST_SEED = 42_000;
  private static final int SEEDS = 100;

  @Test
  void seedThatIsRunTwiceGivesTheSameTrace() {
    for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
      Result once = run(seed, true);
      Result again = run(seed, true);
      assertEquals(once.trace(), again.trace(), "seed " + seed);
      assertEquals(once.digest(), again.digest(), "seed " + seed);
      assertEquals(once.digest(), run(seed, false).digest(), "seed " + seed + " without a trace");
    }
  }

  /** Another process has other hash codes of enums, and another order of sets. */
  @Test
  void seedThatIsRunInAnotherProcessGivesTheSameTrace() throws IOException, InterruptedException {
    Process other = JavaProcess.of(OtherProcess.class, List.of()).start();
    String hash = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertEquals(0, other.waitFor());
    assertEquals(Long.toString(hash()), hash);
  }

  @Test
  void anotherSeedGivesAnotherTrace() {
    assertNotEquals(run(FIRST_SEED, false).digest(), run(FIRST_SEED + 1, false).digest());
  }

  private static Result run(long seed, boolean traced) {
    Case simulated = Lines.options("", 0).simulated(seed);
    Coverage coverage = new Coverage(simulated.protocol());
    return new SeedRun(simulated, Wiring.SOUND, traced, coverage, World.EVENTS_MAX).run();
  }

  /** Of all that happens. */
  private static long hash() {
    long hash = 0;
    for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
      for (Trace.Line line : run(seed, true).trace()) {
        hash = hash * 31 + line.toString().hashCode();
      }
    }
    return hash;
  }

  static final class OtherProcess {
    private OtherProcess() {}

    public static void main(String[] arguments) {
      System.out.println(hash());
    }
  }
}
