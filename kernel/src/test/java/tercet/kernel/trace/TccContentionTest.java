package tercet.kernel.trace;

import static tercet.kernel.trace.TracedShop.line;
import static tercet.kernel.trace.TracedShop.payment;
import static tercet.kernel.trace.TracedShop.stock;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import tercet.kernel.Protocol;
import tercet.kernel.command.Command;
import tercet.kernel.id.ItemId;
import tercet.kernel.tcc.TccMessage;

/** Two orders for the last apples: ann's, who is quicker, and bob's. */
final class TccContentionTest {
  private static final Command.FindBalance APPLES = new Command.FindBalance(new ItemId("apple"));

  @Test
  void lastPieceThatAnotherReleasesIsSold(TestInfo test) throws IOException {
    TracedShop shop =
        bobAskedInTurn(0)
            .note("ann cannot pay, and the apples are free again")
            .deliver(TccMessage.Try.class, payment(1))
            .deliver(TccMessage.Declined.class, payment(1))
            .deliver(TccMessage.Cancel.class, stock(0))
            .deliverAll()
            .wakeNext()
            .deliverAll();
    Golden.matches(shop.trace(), test);
  }

  @Test
  void lastPieceThatAnotherTakesIsRefusedOnlyThen(TestInfo test) throws IOException {
    TracedShop shop =
        bobAskedInTurn(100)
            .note("ann pays")
            .deliver(TccMessage.Try.class, payment(1))
            .deliver(TccMessage.Held.class, payment(1))
            .deliver(TccMessage.Confirm.class, stock(0))
            .note("now it is certain")
            .wakeNext()
            .deliverAll();
    Golden.matches(shop.trace(), test);
  }

  @Test
  void whoStaysBusyIsRefusedAtTheDeadline(TestInfo test) throws IOException {
    TracedShop shop = bobAskedInTurn(100).loseAll();
    shop.pass(5_000).note("ann's coordinator is dead; bob's gives up");
    shop.wake("o2").deliverAll();
    shop.note("her apples stay held").ask("c3", APPLES);
    Golden.matches(shop.trace(), test);
  }

  @Test
  void tryOfAnAttemptThatIsOverHoldsNothing(TestInfo test) throws IOException {
    TracedShop shop =
        annHoldsTheApples(100)
            .checkout("c2", "o2")
            .deliver(TccMessage.Try.class, stock(0))
            .deliver(TccMessage.Busy.class, stock(0))
            .note("the release overtakes the try at bob's account")
            .deliver(TccMessage.Release.class, payment(2))
            .deliver(TccMessage.Try.class, payment(2))
            .note("the second try holds")
            .deliver(TccMessage.Try.class, payment(2));
    Golden.matches(shop.trace(), test);
  }

  @Test
  void voteOfAnAttemptThatIsOverIsReleasedUnlessItIsItsTurn(TestInfo test) throws IOException {
    TracedShop shop =
        new TracedShop(Protocol.TCC)
            .item("apple", 2, 3)
            .item("pear", 5, 2)
            .user("ann", 100)
            .user("bob", 100)
            .order("o1", "ann", line(2, "apple", 6))
            .order("o2", "bob", line(2, "apple", 6), line(1, "pear", 2))
            .checkout("c1", "o1")
            .deliver(TccMessage.Try.class, stock(0))
            .deliver(TccMessage.Held.class, stock(0))
            .checkout("c2", "o2")
            .deliver(TccMessage.Try.class, payment(2))
            .deliver(TccMessage.Try.class, stock(1))
            .deliver(TccMessage.Try.class, stock(0))
            .deliver(TccMessage.Busy.class, stock(0))
            .lose(TccMessage.Release.class, stock(1))
            .lose(TccMessage.Release.class, payment(2))
            .note("pears and money are still held by the first attempt, as their votes show")
            .deliver(TccMessage.Held.class, stock(1))
            .deliver(TccMessage.Held.class, payment(2))
            .note("it is the account's turn: what it holds counts for the second attempt")
            .deliver(TccMessage.Release.class, stock(1))
            .deliver(TccMessage.Try.class, payment(2));
    Golden.matches(shop.trace(), test);
  }

  /** Bob's first attempt finds the apples held, and they stay so when it is the apples' turn. */
  private static TracedShop bobAskedInTurn(long creditOfAnn) {
    return annHoldsTheApples(creditOfAnn)
        .checkout("c2", "o2")
        .deliver(TccMessage.Try.class, payment(2))
        .deliver(TccMessage.Held.class, payment(2))
        .deliver(TccMessage.Try.class, stock(0))
        .ask("c4", APPLES)
        .deliver(TccMessage.Busy.class, stock(0))
        .deliver(TccMessage.Release.class, payment(2))
        .deliver(TccMessage.Release.class, stock(0))
        .deliver(TccMessage.Try.class, payment(2))
        .deliver(TccMessage.Held.class, payment(2))
        .deliver(TccMessage.Try.class, stock(0))
        .deliver(TccMessage.Busy.class, stock(0));
  }

  private static TracedShop annHoldsTheApples(long creditOfAnn) {
    return new TracedShop(Protocol.TCC)
        .item("apple", 2, 3)
        .user("ann", creditOfAnn)
        .user("bob", 100)
        .order("o1", "ann", line(2, "apple", 6))
        .order("o2", "bob", line(2, "apple", 6))
        .checkout("c1", "o1")
        .deliver(TccMessage.Try.class, stock(0))
        .deliver(TccMessage.Held.class, stock(0));
  }
}
