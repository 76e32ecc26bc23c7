package tercet.testing.simulator.world;

import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import tercet.testing.simulator.swarm.Fault;

/**
 * Decides which faults happen, and counts them. Each fault draws from a source of its own, so that
 * switching one off does not change what the others draw.
 */
public final class Faults {
  private final Map<Fault, Source> sources = new EnumMap<>(Fault.class);
  private long left;
  private boolean over;

  /**
   * @param max of faults; when they are used up nothing goes wrong any more
   */
  public Faults(Map<Fault, Double> rates, SplittableRandom random, long max) {
    this.left = max;
    for (Fault fault : Fault.values()) {
      sources.put(fault, new Source(rates.getOrDefault(fault, 0.0), random.split()));
    }
  }

  /** One kind of fault. */
  private static final class Source {
    private final double rate;
    private final SplittableRandom random;
    private long count;

    Source(double rate, SplittableRandom random) {
      this.rate = rate;
      this.random = random;
    }
  }

  private Source source(Fault fault) {
    Source source = sources.get(fault);
    if (source == null) {
      throw new IllegalArgumentException("there is no " + fault);
    }
    return source;
  }

  /** Whether it can happen at all now. */
  boolean mayStrike(Fault fault) {
    return !over && source(fault).rate > 0;
  }

  /** Whether it happens at this opportunity. */
  public boolean strikes(Fault fault) {
    Source source = source(fault);
    return !over && source.rate > 0 && source.random.nextDouble() < source.rate && comes(fault);
  }

  /** Whether something happens for which all else must be over. */
  public boolean strikesAtLast(Fault fault) {
    Source source = source(fault);
    boolean strikes = left > 0 && source.random.nextDouble() < source.rate;
    if (strikes) {
      left--;
      source.count++;
    }
    return strikes;
  }

  /** A fault that comes by itself has come, unless all is over. */
  boolean comes(Fault fault) {
    if (over || left <= 0) {
      return false;
    }
    left--;
    source(fault).count++;
    return true;
  }

  /**
   * How long until a fault that comes by itself comes next, in milliseconds.
   *
   * @return a long time if it never comes
   */
  long gap(Fault fault) {
    double perSecond = source(fault).rate;
    double share = 1 - source(fault).random.nextDouble();
    return perSecond == 0 ? Long.MAX_VALUE : 1 + (long) (-Math.log(share) * 1_000 / perSecond);
  }

  /** Where a fault draws its details from. */
  SplittableRandom random(Fault fault) {
    return source(fault).random;
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
    sources.forEach((fault, source) -> {
      if (source.count > 0) {
        happened.put(fault, source.count);
      }
    });
    return happened;
  }
}
