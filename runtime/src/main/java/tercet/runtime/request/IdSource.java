package tercet.runtime.request;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Draws ids that are unique for all time: a random start for each process, and a count. The start
 * is 80 random bits, so among a million starts the chance of any two being alike is below 10^-12.
 */
public final class IdSource implements Supplier<String> {
  private static final int RANDOM_BITS = 80;
  private static final int RADIX = 36;

  private final String start;
  private final AtomicLong count = new AtomicLong();

  /**
   * @param start of every id, different from that of any other source
   */
  public IdSource(String start) {
    this.start = start + "-";
  }

  /** A source with a random start. */
  public static IdSource random() {
    return new IdSource(new BigInteger(RANDOM_BITS, new SecureRandom()).toString(RADIX));
  }

  @Override
  public String get() {
    return start + Long.toString(count.getAndIncrement(), RADIX);
  }
}
