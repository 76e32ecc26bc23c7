package tercet.simulator.world;

import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import tercet.simulator.swarm.Fault;

/**
 * Decides what goes wrong, and counts it. Each fault draws from a source of its own, so that
 * switching one off does not change what the others draw.
 */
public final class Faults {
  private static final Fault[] ALL = Fault.values();

  private final double[] rates = new double[ALL.length];
  private final SplittableRandom[] randoms = new SplittableRandom[ALL.length];
  private final long[] counts = new long[ALL.length];
  private long left;
  private boolean over;

  /**
   * @param max of faults; when they are used up nothing goes wrong any more
   */
  public Faults(Map<Fault, Double> rates, SplittableRandom random, long max) {
    this.left = max;
    for (Fault fault : ALL) {
      this.rates[fault.ordinal()] = rates.getOrDefault(fault, 0.0);
      this.randoms[fault.ordinal()] = random.split();
    }
  }

  /** Whether it happens at this opportunity. */
  public boolean strikes(Fault fault) {
    int index = fault.ordinal();
    if (over || rates[index] == 0 || randoms[index].nextDouble() >= rates[index] || left <= 0) {
      return false;
    }
    left--;
    counts[index]++;
    return true;
  }

  /**
   * How long until a fault that comes by itself comes next, in milliseconds.
   *
   * @return a long time if it never comes
   */
  long gap(Fault fault) {
    double perSecond = rates[fault.ordinal()];
    double share = 1 - randoms[fault.ordinal()].nextDouble();
    return perSecond == 0 ? Long.MAX_VALUE : 1 + (long) (-Math.log(share) * 1_000 / perSecond);
  }

  /** A fault that comes by itself has come, unless all is over. */
  boolean comes(Fault fault) {
    if (over || left <= 0) {
      return false;
    }
    left--;
    counts[fault.ordinal()]++;
    return true;
  }

  /** Where a fault draws its details from. */
  SplittableRandom random(Fault fault) {
    return randoms[fault.ordinal()];
  }

  /** A whole number from 1 to {@code max}, small ones likelier. */
  long size(Fault fault, long max) {
    double share = random(fault).nextDouble();
    return Math.max(1, Math.round(max * share * share));
  }

  /** From now on nothing goes wrong any more. */
  public void heal() {
    over = true;
  }

  public boolean areOver() {
    return over;
  }

  /** How often each fault has happened; those that never did are left out. */
  public Map<Fault, Long> counts() {
    Map<Fault, Long> happened = new EnumMap<>(Fault.class);
    for (Fault fault : ALL) {
      if (counts[fault.ordinal()] > 0) {
        happened.put(fault, counts[fault.ordinal()]);
      }
    }
    return happened;
  }
}
