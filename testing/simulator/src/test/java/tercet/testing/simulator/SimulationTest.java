package tercet.testing.simulator;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tercet.kernel.Protocol;
import tercet.testing.simulator.canary.Canary;
import tercet.testing.simulator.coverage.Coverage;
import tercet.testing.simulator.world.Wiring;
import tercet.testing.simulator.world.World;

final class SimulationTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);

  @Test
  void keptPromisesEndWithASummary() {
    assertTrue(new Simulation(Lines.options("--seed 1 --seeds 20", 0), out).run());
    assertTrue(text().contains("20 seeds"), text());
    assertTrue(text().contains("at the order"), text());
  }

  @Test
  void brokenPromiseEndsWithTheCommandThatShowsItAgain() {
    Wiring wiring = Canary.COMPENSATED_TWICE.wiring();
    Options options = Lines.options("--protocol saga --seeds 1000", 77);
    assertFalse(new Simulation(options, out, wiring).run());
    String command =
        text().lines().filter(line -> line.startsWith("cut down:  ")).findFirst().orElseThrow();
    Options cutDown = Lines.options(command.replaceFirst(".*simulate ", ""), 0);
    written.reset();
    assertFalse(new Simulation(cutDown, out, wiring).run());
  }

  @Test
  void brokenPromiseIsShownWithWhatTheSeedDrewAndWhatLedToIt() {
    Options options = Lines.options("--protocol saga --seeds 1000", 77);
    Wiring wiring = Canary.COMPENSATED_TWICE.wiring();
    assertFalse(new Simulation(options, out, wiring).run());
    assertTrue(text().contains("rates of faults"), text());
    assertTrue(text().contains("Compensate["), text());
    assertTrue(text().contains("sources: commit "), text());
  }

  @Test
  void smallerCaseBreaksTheSamePromiseWithLess() {
    Wiring wiring = Canary.KEPT_BEFORE_PAID.wiring();
    Result found = firstBroken(wiring);
    Case smallest = Shrinker.shrink(smaller -> run(smaller, wiring), found);
    Result shown = run(smallest, wiring);
    assertTrue(shown.violation() != null, smallest::command);
    assertTrue(shown.requests() < found.requests(), smallest::command);
  }

  @Test
  void traceIsPrintedOnDemand() {
    assertTrue(new Simulation(Lines.options("--seed 3 --trace", 0), out).run());
    assertTrue(text().contains("server0   starts as"), text());
  }

  private static Result firstBroken(Wiring wiring) {
    for (long seed = 1; ; seed++) {
      Result result = run(Case.of(Protocol.SAGA, seed), wiring);
      if (result.violation() != null) {
        return result;
      }
    }
  }

  private static Result run(Case simulated, Wiring wiring) {
    return new SeedRun(
            simulated, wiring, false, new Coverage(simulated.protocol()), World.EVENTS_MAX)
        .run();
  }

  private String text() {
    return written.toString(StandardCharsets.UTF_8);
  }
}
