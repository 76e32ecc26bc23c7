package tercet.kernel.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import tercet.kernel.id.Amount;
import tercet.kernel.id.TransactionId;

/** Holds and locks of undecided transactions on a balance. */
final class ClaimsTest {
  private static final TransactionId T1 = new TransactionId("t1");
  private static final TransactionId T2 = new TransactionId("t2");
  private static final TransactionId T3 = new TransactionId("t3");

  private final Balance five = new Account(new Amount(5), 1);

  @Test
  void whatIsHeldIsMissingFromWhatCanBeSpent() {
    Balance held = made(five.hold(new Amount(3)));
    assertEquals(new Amount(2), held.amount());
    assertEquals(new Amount(3), held.held());
    assertEquals(new Amount(5), held.release(new Amount(3), 1).amount());
    assertEquals(five, held.release(new Amount(3), 1));
    assertEquals(new Account(new Amount(2), 1), held.spend(new Amount(3), 1));
  }

  @Test
  void onlyWhatWouldNotSufficeIfAllAbortedIsRefusedForGood() {
    Balance held = made(five.hold(new Amount(3)));
    assertInstanceOf(Balance.Change.Made.class, held.hold(new Amount(2)));
    assertEquals(new Balance.Change.Busy(), held.hold(new Amount(3)));
    assertEquals(new Balance.Change.Busy(), held.hold(new Amount(5)));
    assertEquals(new Balance.Change.Insufficient(), held.hold(new Amount(6)));
  }

  @Test
  void clientsTakeWhatIsFreeAndWaitForWhatIsHeld() {
    Balance held = made(five.hold(new Amount(3)));
    assertEquals(Amount.ZERO, made(held.debit(new Amount(2))).amount());
    assertEquals(new Balance.Change.Busy(), held.debit(new Amount(3)));
    assertEquals(new Balance.Change.Insufficient(), held.debit(new Amount(6)));
    assertEquals(new Amount(9), made(held.credit(new Amount(7))).amount());
  }

  @Test
  void whatWasHeldOfAnotherFillingIsNothingNow() {
    Balance held = made(five.hold(new Amount(3)));
    assertSame(held, held.release(new Amount(3), 2));
    assertSame(held, held.spend(new Amount(3), 2));
  }

  @Test
  void firstInLineHasTheLockAndTheNextGetsIt() {
    assertFalse(five.isLocked());
    Balance locked = five.enter(T1).enter(T2).enter(T3);
    assertTrue(locked.isLocked());
    assertEquals(List.of(T1, T2, T3), locked.lockQueue());
    assertEquals(List.of(T2, T3), locked.leave(T1).lockQueue());
    assertEquals(List.of(T1, T3), locked.leave(T2).lockQueue());
    assertEquals(five, locked.leave(T2).leave(T1).leave(T3));
  }

  @Test
  void onlyItsOwnerChangesWhatIsLocked() {
    Balance locked = five.enter(T1);
    for (Amount amount : List.of(Amount.ZERO, new Amount(1), new Amount(6))) {
      assertEquals(new Balance.Change.Busy(), locked.credit(amount));
      assertEquals(new Balance.Change.Busy(), locked.debit(amount));
      assertEquals(new Balance.Change.Busy(), locked.hold(amount));
    }
  }

  private static Balance made(Balance.Change change) {
    return assertInstanceOf(Balance.Change.Made.class, change).balance();
  }
}
