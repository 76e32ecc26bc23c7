package tercet.testing.simulator;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import tercet.kernel.Protocol;
import tercet.testing.simulator.swarm.Fault;

/**
 * The range of simulations to run.
 *
 * @param protocols taken in turn, the seed decides which; at least one
 * @param seed the first
 * @param seeds how many, at the most
 * @param time how long to begin new ones, at the most
 * @param operations after so many of them clients ask nothing more
 * @param faults after so many of them nothing goes wrong any more
 * @param without faults that are switched off
 * @param trace whether to print everything that happens
 */
public record Options(
    List<Protocol> protocols,
    long seed,
    long seeds,
    Duration time,
    int operations,
    long faults,
    Set<Fault> without,
    boolean trace) {
  /** How many seeds are simulated if nothing is said. */
  public static final long SEEDS = 10_000;

  static final Duration NO_LIMIT = Duration.ofDays(10_000);

  public Options {
    protocols = List.copyOf(protocols);
    without = Set.copyOf(without);
  }

  /** The same as long as a time lasts, however many seeds that are. */
  Options lasting(Duration limit) {
    return new Options(protocols, seed, Long.MAX_VALUE, limit, operations, faults, without, trace);
  }

  Case simulated(long which) {
    Protocol protocol = protocols.get(Math.floorMod(which, protocols.size()));
    return new Case(protocol, which, operations, faults, without);
  }
}
