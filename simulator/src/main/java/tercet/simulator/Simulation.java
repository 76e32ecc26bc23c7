package tercet.simulator;

import java.io.PrintStream;
import java.util.List;
import tercet.simulator.coverage.Coverage;
import tercet.simulator.world.Wiring;

/** Simulates seeds, and says what it found. */
public final class Simulation {
  public static int run(List<String> arguments, PrintStream out) {
    long seed = Long.parseLong(arguments.get(0));
    long seeds = Long.parseLong(arguments.get(1));
    boolean traced = arguments.size() > 2;
    Coverage coverage = new Coverage();
    long start = System.nanoTime();
    long virtual = 0, requests=0, tx=0, paid=0; int bad=0;
    java.util.EnumMap<tercet.simulator.swarm.Fault, Long> sum = new java.util.EnumMap<>(tercet.simulator.swarm.Fault.class);
    for (long s = seed; s < seed + seeds; s++) {
      Result result = new SeedRun(Case.of(s), Wiring.SOUND, traced, coverage).run();
      virtual += result.virtualMillis(); requests += result.requests(); tx += result.transactions(); paid += result.paid();
      result.faults().forEach((f, n) -> sum.merge(f, n, Long::sum));
      if (traced) { out.println(result.swarm()); result.trace().forEach(out::println); }
      if (result.violation() != null) {
        bad++;
        out.println("seed " + s + ": " + result.violation().getMessage());
        if (result.violation().getCause() != null) result.violation().printStackTrace(out);
        if (bad >= 30) break;
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    out.printf("%d seeds %.1f/s virtual %d s requests %d tx %d paid %d bad %d%n%s%n", seeds, seeds / seconds, virtual / 1000, requests, tx, paid, bad, sum);
    out.println(coverage + "\nmissing " + coverage.missing() + " surprising " + coverage.surprising());
    return 0;
  }
  public static void main(String[] a) { run(List.of(a), System.out); }
}
