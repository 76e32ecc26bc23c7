package tercet.kernel.id;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class AmountTest {
  private static final Amount ONE = new Amount(1);
  private static final Amount MAX = new Amount(Amount.MAX);

  @Test
  void largestAmountIsTheLargestIntegerThatEveryJsonReaderKeeps() {
    double asDouble = Amount.MAX;
    assertEquals(9_007_199_254_740_991L, Amount.MAX);
    assertEquals(Amount.MAX, (long) asDouble);
    assertEquals(Amount.MAX + 1, (long) (asDouble + 1));
  }

  @Test
  void amountIsNeverNegative() {
    assertThrows(IllegalArgumentException.class, () -> new Amount(-1));
    assertThrows(IllegalArgumentException.class, () -> new Amount(Long.MIN_VALUE));
    assertThrows(IllegalArgumentException.class, () -> Amount.ZERO.minus(ONE));
  }

  @Test
  void sumFitsUpToTheLargestAmount() {
    assertTrue(MAX.fitsWith(Amount.ZERO));
    assertTrue(Amount.ZERO.fitsWith(MAX));
    assertTrue(new Amount(Amount.MAX - 1).fitsWith(ONE));
    assertFalse(MAX.fitsWith(ONE));
    assertFalse(ONE.fitsWith(MAX));
    assertFalse(MAX.fitsWith(MAX));
  }

  @Test
  void nothingFitsWithAnAmountAboveTheLargest() {
    Amount restored = new Amount(Amount.MAX + 1);
    assertFalse(restored.fitsWith(ONE));
    assertFalse(ONE.fitsWith(restored));
    assertFalse(new Amount(Long.MAX_VALUE).fitsWith(new Amount(Long.MAX_VALUE)));
  }

  @Test
  void productFitsUpToTheLargestAmount() {
    Amount root = new Amount(94_906_265);
    assertTrue(root.multipliesWith(root));
    assertTrue(MAX.multipliesWith(ONE));
    assertTrue(ONE.multipliesWith(MAX));
    assertTrue(MAX.multipliesWith(Amount.ZERO));
    assertTrue(Amount.ZERO.multipliesWith(MAX));
    assertFalse(MAX.multipliesWith(new Amount(2)));
    assertFalse(new Amount(94_906_266).multipliesWith(new Amount(94_906_266)));
    assertFalse(new Amount(1L << 32).multipliesWith(new Amount(1L << 32)));
  }

  @Test
  void sumDifferenceAndProductAreExact() {
    assertEquals(MAX, new Amount(Amount.MAX - 1).plus(ONE));
    assertEquals(Amount.ZERO, MAX.minus(MAX));
    assertEquals(new Amount(42), new Amount(6).times(new Amount(7)));
    assertEquals(Amount.ZERO, MAX.times(Amount.ZERO));
  }

  @Test
  void nothingWrapsAround() {
    Amount huge = new Amount(Long.MAX_VALUE);
    assertThrows(ArithmeticException.class, () -> huge.plus(ONE));
    assertThrows(ArithmeticException.class, () -> huge.times(new Amount(2)));
  }

  @Test
  void amountsAreOrderedByValue() {
    List<Amount> sorted = Stream.of(MAX, ONE, Amount.ZERO).sorted().toList();
    assertEquals(List.of(Amount.ZERO, ONE, MAX), sorted);
  }
}
