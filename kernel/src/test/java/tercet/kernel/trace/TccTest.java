package tercet.kernel.trace;

import static tercet.kernel.trace.TracedShop.line;
import static tercet.kernel.trace.TracedShop.payment;
import static tercet.kernel.trace.TracedShop.stock;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import tercet.kernel.Protocol;
import tercet.kernel.command.Command;
import tercet.kernel.command.Range;
import tercet.kernel.id.Amount;
import tercet.kernel.id.OrderId;
import tercet.kernel.tcc.TccMessage;

final class TccTest {

  @Test
  void allHoldThenTheOrderIsPaid(TestInfo test) throws IOException {
    TracedShop shop =
        new TracedShop(Protocol.TCC)
            .item("apple", 5, 3)
            .item("pear", 5, 2)
            .user("ann", 100)
            .order("o1", "ann", line(2, "apple", 6), line(1, "pear", 2))
            .checkout("c1", "o1")
            .deliverAll();
    Golden.matches(shop.trace(), test);
  }

  @Test
  void whoLacksEnoughRefusesAndTheOthersRelease(TestInfo test) throws IOException {
    TracedShop shop = shop(5).checkout("c1", "o1").deliverAll();
    Golden.matches(shop.trace(), test);
  }

  @Test
  void cancelThatOvertakesItsTryWins(TestInfo test) throws IOException {
    TracedShop shop =
        shop(0)
            .checkout("c1", "o1")
            .deliver(TccMessage.Try.class, payment(1))
            .deliver(TccMessage.Declined.class, payment(1))
            .deliver(TccMessage.Cancel.class, stock(0))
            .note("the try comes now and must hold nothing")
            .deliverAll();
    Golden.matches(shop.trace(), test);
  }

  @Test
  void lostTryAndLostVoteAreSentAgain(TestInfo test) throws IOException {
    TracedShop shop =
        shop(100)
            .checkout("c1", "o1")
            .lose(TccMessage.Try.class, payment(1))
            .deliver(TccMessage.Try.class, stock(0))
            .lose(TccMessage.Held.class, stock(0))
            .wakeNext()
            .deliverAll();
    Golden.matches(shop.trace(), test);
  }

  @Test
  void lostCancelIsSentAgain(TestInfo test) throws IOException {
    TracedShop shop =
        shop(0)
            .checkout("c1", "o1")
            .deliver(TccMessage.Try.class, stock(0))
            .deliver(TccMessage.Held.class, stock(0))
            .deliver(TccMessage.Try.class, payment(1))
            .deliver(TccMessage.Declined.class, payment(1))
            .lose(TccMessage.Cancel.class, stock(0))
            .wakeNext()
            .deliverAll();
    Golden.matches(shop.trace(), test);
  }

  @Test
  void participantThatMissedTheConfirmAsksAgain(TestInfo test) throws IOException {
    TracedShop shop =
        shop(100)
            .checkout("c1", "o1")
            .deliver(TccMessage.Try.class, payment(1))
            .deliver(TccMessage.Try.class, stock(0))
            .deliver(TccMessage.Held.class, payment(1))
            .deliver(TccMessage.Held.class, stock(0))
            .note("the order is paid, and what is held stays held until a participant hears of it")
            .loseAll()
            .wakeNext()
            .wakeNext()
            .deliverAll();
    Golden.matches(shop.trace(), test);
  }

  @Test
  void everythingThatComesTwiceHasOneEffect(TestInfo test) throws IOException {
    TracedShop shop =
        shop(100)
            .checkout("c1", "o1")
            .deliverCopy(TccMessage.Try.class, stock(0))
            .deliver(TccMessage.Try.class, stock(0))
            .deliverCopy(TccMessage.Held.class, stock(0))
            .deliver(TccMessage.Held.class, stock(0))
            .deliver(TccMessage.Try.class, payment(1))
            .deliver(TccMessage.Held.class, payment(1))
            .deliverCopy(TccMessage.Confirm.class, stock(0))
            .deliverAll();
    Golden.matches(shop.trace(), test);
  }

  @Test
  void silentParticipantIsGivenUpAtTheDeadline(TestInfo test) throws IOException {
    TracedShop shop =
        shop(100)
            .checkout("c1", "o1")
            .deliver(TccMessage.Try.class, payment(1))
            .deliver(TccMessage.Held.class, payment(1))
            .loseAll()
            .pass(5_000)
            .note("a participant that holds something asks; the coordinator decides when it wakes")
            .wakeNext()
            .wakeNext()
            .deliverAll();
    Golden.matches(shop.trace(), test);
  }

  @Test
  void lastVoteAfterTheDeadlineAborts(TestInfo test) throws IOException {
    TracedShop shop =
        shop(100)
            .checkout("c1", "o1")
            .deliver(TccMessage.Try.class, payment(1))
            .deliver(TccMessage.Held.class, payment(1))
            .deliver(TccMessage.Try.class, stock(0))
            .pass(5_000)
            .deliverAll();
    Golden.matches(shop.trace(), test);
  }

  @Test
  void orderOverwrittenWhileBeingCheckedOutIsNotPaid(TestInfo test) throws IOException {
    TracedShop shop =
        new TracedShop(Protocol.TCC)
            .item("apple", 5, 3)
            .user("ann", 100)
            .order("7", "ann", line(2, "apple", 6))
            .checkout("c1", "7")
            .ask("c2", new Command.InitOrders(new Range(7, 8), 1, 1, new Amount(4), 42))
            .deliverAll()
            .ask("c3", new Command.FindOrder(new OrderId("7")));
    Golden.matches(shop.trace(), test);
  }

  private static TracedShop shop(long credit) {
    return new TracedShop(Protocol.TCC)
        .item("apple", 5, 3)
        .user("ann", credit)
        .order("o1", "ann", line(2, "apple", 6));
  }
}
