package tercet.runtime.codec;

import java.time.Instant;

/** Moments as they are kept: in whole milliseconds. */
public final class WholeMillis {
  private static final int MILLIS_PER_SECOND = 1_000;
  private static final int NANOS_PER_MILLI = 1_000_000;

  private WholeMillis() {}

  /**
   * Milliseconds since 1970. A part of one counts as a whole one, so that nothing expires early.
   *
   * @throws ArithmeticException if the moment is hundreds of millions of years away
   */
  public static long of(Instant moment) {
    long whole = Math.multiplyExact(moment.getEpochSecond(), MILLIS_PER_SECOND);
    return Math.addExact(whole, (moment.getNano() + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI);
  }
}
