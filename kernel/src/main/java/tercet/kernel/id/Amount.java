package tercet.kernel.id;

import java.math.BigInteger;

/**
 * A whole number of units: pieces of an item, or the smallest unit of money. Never negative.
 *
 * <p>At most {@link #MAX}, the largest integer that every JSON reader represents exactly (RFC 8259,
 * section 6); callers that add ask {@link #fitsWith} first.
 *
 * @param value at least 0
 */
public record Amount(long value) implements Comparable<Amount> {
  /** The largest amount that a client can name: 2^53 - 1. */
  public static final long MAX = 9_007_199_254_740_991L;

  public static final Amount ZERO = new Amount(0);

  public Amount {
    if (value < 0) {
      throw new IllegalArgumentException("an amount is never negative: " + value);
    }
  }

  /** True if the sum of both is an amount that a client can name. */
  public boolean fitsWith(Amount other) {
    return value <= MAX - other.value;
  }

  /** True if the product of both is an amount that a client can name. */
  public boolean multipliesWith(Amount other) {
    return other.value == 0 || value <= MAX / other.value;
  }

  /**
   * The sum.
   *
   * @throws ArithmeticException beyond the range of {@code long}
   */
  public Amount plus(Amount other) {
    return new Amount(Math.addExact(value, other.value));
  }

  /**
   * The difference.
   *
   * @throws IllegalArgumentException if {@code other} is larger
   */
  public Amount minus(Amount other) {
    return new Amount(value - other.value);
  }

  /**
   * The product.
   *
   * @throws ArithmeticException beyond the range of {@code long}
   */
  public Amount times(Amount other) {
    return new Amount(Math.multiplyExact(value, other.value));
  }

  /** The share {@code part / whole} of it, rounded up. */
  public Amount share(Amount part, Amount whole) {
    BigInteger[] parts =
        BigInteger.valueOf(value)
            .multiply(BigInteger.valueOf(part.value))
            .divideAndRemainder(BigInteger.valueOf(whole.value));
    return new Amount(parts[0].longValueExact() + parts[1].signum());
  }

  @Override
  public int compareTo(Amount other) {
    return Long.compare(value, other.value);
  }
}
