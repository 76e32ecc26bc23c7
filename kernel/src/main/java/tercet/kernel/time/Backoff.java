package tercet.kernel.time;

/**
 * Capped exponential backoff: each pause is twice the one before, up to a longest one. Pure; a
 * caller that needs jitter adds its own.
 */
public final class Backoff {
  private Backoff() {}

  /**
   * The pause before the next try, in the unit of the arguments.
   *
   * @param first pause
   * @param max the longest pause
   * @param tries how often it has been tried, at least 1
   */
  public static long pause(long first, long max, int tries) {
    int doublings = tries - 1;
    return doublings > Long.numberOfLeadingZeros(first) - 2
        ? max
        : Math.min(first << doublings, max);
  }
}
