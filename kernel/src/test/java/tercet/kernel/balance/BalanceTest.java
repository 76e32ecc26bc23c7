package tercet.kernel.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import tercet.kernel.Amount;

final class BalanceTest {
  private static final Amount ONE = new Amount(1);
  private static final Amount PRICE = new Amount(7);

  private final Balance five = new Item(new Amount(5), PRICE, 1);

  @Test
  void creditAndDebitChangeTheAmountAndNothingElse() {
    assertEquals(
        new Balance.Change.Made(new Item(new Amount(8), PRICE, 1)), five.credit(new Amount(3)));
    assertEquals(
        new Balance.Change.Made(new Item(new Amount(2), PRICE, 1)), five.debit(new Amount(3)));
    assertEquals(
        new Balance.Change.Made(new Account(new Amount(2), 9)),
        new Account(new Amount(5), 9).debit(new Amount(3)));
  }

  @Test
  void everythingCanBeTakenButNotOneMore() {
    assertEquals(
        new Balance.Change.Made(new Item(Amount.ZERO, PRICE, 1)), five.debit(new Amount(5)));
    assertEquals(new Balance.Change.Insufficient(), five.debit(new Amount(6)));
    assertEquals(new Balance.Change.Insufficient(), five.debit(new Amount(Amount.MAX)));
  }

  @Test
  void zeroChangesNothing() {
    assertEquals(new Balance.Change.Made(five), five.credit(Amount.ZERO));
    assertEquals(new Balance.Change.Made(five), five.debit(Amount.ZERO));
  }

  @Test
  void creditBeyondTheLargestAmountIsRefused() {
    Account full = new Account(new Amount(Amount.MAX - 1), 1);
    assertInstanceOf(Balance.Change.Made.class, full.credit(ONE));
    assertEquals(new Balance.Change.Overflow(), full.credit(new Amount(2)));
    assertEquals(new Balance.Change.Overflow(), full.credit(new Amount(Amount.MAX)));
  }

  @Test
  void restoringBeyondTheLargestAmountLosesNothing() {
    Account full = new Account(new Amount(Amount.MAX), 1);
    assertEquals(new Account(new Amount(Amount.MAX + 5), 1), full.restore(new Amount(5), 1));
  }

  @Test
  void nothingIsRestoredToAnotherGeneration() {
    assertEquals(new Item(new Amount(8), PRICE, 1), five.restore(new Amount(3), 1));
    assertSame(five, five.restore(new Amount(3), 2));
  }
}
