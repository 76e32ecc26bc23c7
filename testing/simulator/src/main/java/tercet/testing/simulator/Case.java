package tercet.testing.simulator;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import tercet.kernel.Protocol;
import tercet.testing.simulator.swarm.Fault;

/**
 * One thing to simulate: a seed, perhaps cut down.
 *
 * @param protocol of all checkouts
 * @param operations after so many of them clients ask nothing more
 * @param faults after so many of them nothing goes wrong any more
 * @param without faults that are switched off
 */
record Case(Protocol protocol, long seed, int operations, long faults, Set<Fault> without) {
  static final int ALL_OPERATIONS = Integer.MAX_VALUE;
  static final long ALL_FAULTS = Long.MAX_VALUE;

  Case {
    Set<Fault> copy = EnumSet.noneOf(Fault.class);
    copy.addAll(without);
    without = Collections.unmodifiableSet(copy);
  }

  /** A seed as it is. */
  static Case of(Protocol protocol, long seed) {
    return new Case(protocol, seed, ALL_OPERATIONS, ALL_FAULTS, Set.of());
  }

  Case withOperations(int changed) {
    return new Case(protocol, seed, changed, faults, without);
  }

  Case withFaults(long changed) {
    return new Case(protocol, seed, operations, changed, without);
  }

  Case without(Fault fault) {
    Set<Fault> more = EnumSet.of(fault);
    more.addAll(without);
    return new Case(protocol, seed, operations, faults, more);
  }

  /** The command line that simulates exactly this. */
  String command() {
    StringBuilder command = new StringBuilder("./tercet simulate");
    command.append(" --protocol ").append(protocol).append(" --seed ").append(seed);
    if (operations != ALL_OPERATIONS) {
      command.append(" --operations ").append(operations);
    }
    if (faults != ALL_FAULTS) {
      command.append(" --faults ").append(faults);
    }
    if (!without.isEmpty()) {
      command
          .append(" --without ")
          .append(without.stream().map(Fault::label).collect(Collectors.joining(",")));
    }
    return command.toString();
  }
}
