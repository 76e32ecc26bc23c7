package tercet.simulator;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tercet.simulator.swarm.Fault;

/**
 * What to simulate.
 *
 * @param seed the first
 * @param seeds how many, at the most
 * @param time how long to begin new ones, at the most
 * @param operations after so many of them clients ask nothing more
 * @param faults after so many of them nothing goes wrong any more
 * @param without faults that are switched off
 * @param trace whether to print everything that happens
 */
public record Options(
    long seed,
    long seeds,
    Duration time,
    int operations,
    long faults,
    Set<Fault> without,
    boolean trace) {
  /** How many seeds are simulated if nothing is said. */
  public static final long SEEDS = 10_000;

  private static final Duration NO_LIMIT = Duration.ofDays(10_000);

  /** How to write options on a command line. */
  public static final String USAGE =
      """
      Usage: ./tercet simulate [options]

        --seed S         the first seed; by default one that nobody has seen
        --seeds N        how many, from S on; by default 1 with --seed, otherwise 10000
        --minutes M      begin no new seed after that time
        --protocol P     saga, the only one so far
        --operations N   clients ask nothing more after N operations
        --faults N       nothing goes wrong any more after N faults
        --without A,B    switch faults off, for example loss,crash
        --trace          print everything that happens

      Ends with 0 if every promise was kept, with 1 after the first that was broken.
      """;

  /**
   * Reads a command line.
   *
   * @param fresh a seed to begin with if none is given
   * @throws IllegalArgumentException says to a person what is wrong
   */
  public static Options parse(List<String> arguments, long fresh) {
    @Nullable Long seed = null;
    @Nullable Long seeds = null;
    @Nullable Duration time = null;
    int operations = Case.ALL_OPERATIONS;
    long faults = Case.ALL_FAULTS;
    Set<Fault> without = EnumSet.noneOf(Fault.class);
    boolean trace = false;
    for (Iterator<String> left = arguments.iterator(); left.hasNext(); ) {
      String option = left.next();
      switch (option) {
        case "--seed" -> seed = number(option, left, Long.MIN_VALUE, Long.MAX_VALUE);
        case "--seeds" -> seeds = number(option, left, 1, Long.MAX_VALUE);
        case "--minutes" -> time = Duration.ofMinutes(number(option, left, 1, Integer.MAX_VALUE));
        case "--protocol" -> protocol(value(option, left));
        case "--operations" -> operations = (int) number(option, left, 0, Case.ALL_OPERATIONS);
        case "--faults" -> faults = number(option, left, 0, Long.MAX_VALUE);
        case "--without" -> {
          for (String label : value(option, left).split(",", -1)) {
            without.add(fault(label));
          }
        }
        case "--trace" -> trace = true;
        default -> throw new IllegalArgumentException("Unknown option " + option + ".");
      }
    }
    long few = seed == null ? SEEDS : 1;
    return new Options(
        seed == null ? fresh : seed,
        seeds != null ? seeds : time == null ? few : Long.MAX_VALUE,
        time == null ? NO_LIMIT : time,
        operations,
        faults,
        without,
        trace);
  }

  private static String value(String option, Iterator<String> left) {
    if (!left.hasNext()) {
      throw new IllegalArgumentException(option + " needs a value.");
    }
    return left.next();
  }

  private static long number(String option, Iterator<String> left, long min, long max) {
    String text = value(option, left);
    try {
      long number = Long.parseLong(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(option + " needs a whole number, not " + text + ".", e);
    }
    throw new IllegalArgumentException(option + " must be from " + min + " to " + max + ".");
  }

  private static void protocol(String name) {
    if (!name.toLowerCase(Locale.ROOT).equals("saga")) {
      throw new IllegalArgumentException("There is no protocol " + name + ", only saga so far.");
    }
  }

  private static Fault fault(String label) {
    for (Fault fault : Fault.values()) {
      if (fault.label().equals(label)) {
        return fault;
      }
    }
    throw new IllegalArgumentException("There is no fault " + label + ".");
  }

  /** The same as long as a time lasts, however many seeds that are. */
  Options lasting(Duration limit) {
    return new Options(seed, Long.MAX_VALUE, limit, operations, faults, without, trace);
  }

  Case simulated(long which) {
    return new Case(which, operations, faults, without);
  }
}
