package tercet.testing.simulator;

import java.io.PrintStream;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import tercet.kernel.Protocol;
import tercet.testing.simulator.coverage.Coverage;
import tercet.testing.simulator.world.Violation;
import tercet.testing.simulator.world.Wiring;
import tercet.testing.simulator.world.World;

/** Simulates seeds one after the other, and reports the results. Runs on the calling thread. */
public final class Simulation {
  private static final Duration PROGRESS_EVERY = Duration.ofSeconds(5);

  private final Options options;
  private final PrintStream out;
  private final Wiring wiring;
  private final Map<Protocol, Coverage> coverages = new EnumMap<>(Protocol.class);

  /**
   * @param out gets progress and results
   */
  public Simulation(Options options, PrintStream out) {
    this(options, out, Wiring.SOUND);
  }

  /**
   * @param wiring the parts of processes
   */
  Simulation(Options options, PrintStream out, Wiring wiring) {
    this.options = options;
    this.out = out;
    this.wiring = wiring;
  }

  /**
   * Simulates until the first broken promise.
   *
   * @return whether every promise was kept
   */
  public boolean run() {
    long start = System.nanoTime();
    long progressAt = start + PROGRESS_EVERY.toNanos();
    Summary summary = new Summary(start);
    while (summary.seeds() < options.seeds()
        && System.nanoTime() - start < options.time().toNanos()) {
      Result result =
          simulate(options.simulated(options.seed() + summary.seeds()), options.trace());
      result.trace().forEach(out::println);
      summary.add(result);
      if (result.violation() != null) {
        report(result);
        out.println(summary.text(System.nanoTime()));
        return false;
      }
      if (System.nanoTime() - progressAt > 0) {
        out.println(summary.progress(System.nanoTime()));
        progressAt = System.nanoTime() + PROGRESS_EVERY.toNanos();
      }
    }
    out.println(summary.text(System.nanoTime()));
    for (Coverage coverage : coverages.values()) {
      out.println();
      out.println(coverage);
      coverage.missing().forEach(pair -> out.println("not met: " + pair));
      coverage.surprising().forEach(pair -> out.println("met, but explained away: " + pair));
    }
    return true;
  }

  private Result simulate(Case simulated, boolean traced) {
    Coverage coverage = coverages.computeIfAbsent(simulated.protocol(), Coverage::new);
    return new SeedRun(simulated, wiring, traced, coverage, World.EVENTS_MAX).run();
  }

  private void report(Result found) {
    out.printf(
        "seed %d breaks a promise with %s%n",
        found.simulated().seed(), found.simulated().protocol());
    out.println("cutting it down, which may take minutes; the whole seed again:");
    out.println(found.simulated().command());
    Case smallest = Shrinker.shrink(smaller -> simulate(smaller, false), found);
    Result shown = simulate(smallest, true);
    Violation violation = shown.violation();
    if (violation == null || found.violation() == null) {
      out.println("but not when it is run again: the simulation is not deterministic");
      return;
    }
    out.printf("  %s%n%ndrawn:%n%s%n%n", found.violation().getMessage(), found.swarm().describe());
    out.printf("cut down to what still breaks it:%n  %s%n%n", violation.getMessage());
    TraceExcerpt.of(shown.trace(), violation.about()).forEach(out::println);
    if (violation.getCause() != null) {
      violation.getCause().printStackTrace(out);
    }
    out.printf("%nsources: commit %s%n", Revision.current());
    out.printf("the whole seed again: %s%n", found.simulated().command());
    out.printf("cut down:             %s%n%n", smallest.command());
  }
}
