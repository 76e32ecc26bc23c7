package tercet.testing.verifier.http;

/** Capped exponential backoff: each pause is twice the one before, up to a longest one. Pure. */
public final class DoublingPause {
  private static final int DOUBLINGS_MAX = 30;

  private DoublingPause() {}

  /**
   * The pause before the next try, in nanoseconds.
   *
   * @param first pause, in nanoseconds, at most an hour
   * @param max the longest pause, in nanoseconds
   * @param tries how often it has been tried, at least 1
   */
  public static long nanos(long first, long max, int tries) {
    return Math.min(first << Math.min(tries - 1, DOUBLINGS_MAX), max);
  }
}
