package tercet.testing.simulator;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tercet.testing.simulator.swarm.Fault;

/** Cuts a case down to one that is easier to read and breaks the same promise. */
final class Shrinker {
  private static final int RUNS_MAX = 150;

  private final Function<Case, Result> simulate;
  private final String promise;
  private int runs;

  /**
   * @param simulate runs a case
   */
  Shrinker(Function<Case, Result> simulate, Result found) {
    this.simulate = simulate;
    this.promise = promise(found);
  }

  /** The smallest case that was found. */
  static Case shrink(Function<Case, Result> simulate, Result found) {
    return new Shrinker(simulate, found).shrink(found);
  }

  private Case shrink(Result found) {
    Case smallest = found.simulated();
    smallest = fewerOperations(smallest, (int) Math.min(found.requests(), Integer.MAX_VALUE));
    for (Fault fault : found.faults().keySet()) {
      Case without = smallest.without(fault);
      smallest = stillFails(without) ? without : smallest;
    }
    long faults = found.faults().values().stream().mapToLong(Long::longValue).sum();
    smallest = fewerFaults(smallest, faults);
    return fewerOperations(smallest, Math.min(smallest.operations(), 1_000));
  }

  private Case fewerOperations(Case big, int operations) {
    Case smallest = big;
    int enough = operations;
    int tooFew = 0;
    while (enough - tooFew > 1) {
      int middle = (enough + tooFew) / 2;
      Case smaller = big.withOperations(middle);
      if (stillFails(smaller)) {
        smallest = smaller;
        enough = middle;
      } else {
        tooFew = middle;
      }
    }
    return smallest;
  }

  private Case fewerFaults(Case big, long faults) {
    Case smallest = big;
    long enough = faults;
    long tooFew = -1;
    while (enough - tooFew > 1) {
      long middle = (enough + tooFew) / 2;
      Case smaller = big.withFaults(middle);
      if (stillFails(smaller)) {
        smallest = smaller;
        enough = middle;
      } else {
        tooFew = middle;
      }
    }
    return smallest;
  }

  private boolean stillFails(Case smaller) {
    if (runs++ >= RUNS_MAX) {
      return false;
    }
    Result result = simulate.apply(smaller);
    return result.violation() != null && promise(result).equals(promise);
  }

  /** Which promise was broken: the words of the message, without names and numbers. */
  private static String promise(Result result) {
    @Nullable String message = result.violation() == null ? null : result.violation().getMessage();
    return String.valueOf(message).replaceAll("\\S*[\\d\\[/]\\S*", "").replaceAll("\\s+", " ");
  }
}
