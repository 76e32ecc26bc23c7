package tercet.kernel.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import tercet.kernel.id.Amount;
import tercet.kernel.id.TransactionId;

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

  /** The most transactions that may lay claim to an amount, each with much of it. */
  @Test
  void thereIsAlwaysRoomForWhatIsGivenBack() {
    int transactions = 1_024;
    Amount share = new Amount(Amount.MAX / transactions);
    Balance balance = new Account(new Amount(Amount.MAX), 1);
    for (int i = 0; i < transactions; i++) {
      balance = made(i % 2 == 0 ? balance.hold(share) : balance.take(share));
    }
    Amount left = balance.amount();
    assertEquals(new Balance.Change.Overflow(), balance.credit(ONE));
    assertEquals(new Balance.Change.Made(balance), balance.credit(Amount.ZERO));
    balance = made(balance.spend(share, 1).credit(share));
    assertEquals(new Balance.Change.Overflow(), balance.credit(ONE));
    for (int i = 1; i < transactions; i++) {
      balance = balance.release(share, 1);
    }
    assertEquals(new Account(new Amount(Amount.MAX), 1), balance);
    assertEquals(new Amount(Amount.MAX - transactions * share.value()), left);
  }

  @Test
  void whatIsTakenIsNotWaitedForButWhatIsLockedIs() {
    Balance held = made(five.hold(new Amount(3)));
    assertEquals(new Balance.Change.Busy(), held.hold(new Amount(3)));
    assertEquals(new Balance.Change.Insufficient(), held.take(new Amount(3)));
    assertEquals(new Balance.Change.Busy(), five.enter(new TransactionId("t")).take(ONE));
  }

  private static Balance made(Balance.Change change) {
    return assertInstanceOf(Balance.Change.Made.class, change).balance();
  }

  @Test
  void nothingIsRestoredToAnotherGeneration() {
    assertEquals(new Item(new Amount(8), PRICE, 1), five.restore(new Amount(3), 1));
    assertSame(five, five.restore(new Amount(3), 2));
  }
}
