package tercet.kernel.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static tercet.kernel.trace.TracedShop.line;
import static tercet.kernel.trace.TracedShop.payment;
import static tercet.kernel.trace.TracedShop.stock;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.Range;
import tercet.kernel.id.Amount;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.TransactionId;
import tercet.kernel.id.UserId;
import tercet.kernel.saga.SagaMessage;
import tercet.kernel.saga.StepOrder;

final class CheckoutTest {
  private static final Range ONLY_7 = new Range(7, 8);

  @Test
  void secondClientJoinsAndHearsTheSame(TestInfo test) throws IOException {
    TracedShop shop = shop().checkout("c1", "o1").checkout("c2", "o1").deliverAll();
    Golden.matches(shop.trace(), test);
  }

  @Test
  void commandThatSeveralClientsWaitForIsAnsweredToEach(TestInfo test) throws IOException {
    TracedShop shop = shop().checkout("c1", "o1").checkout("c1", "o1").deliverAll();
    Golden.matches(shop.trace(), test);
  }

  @Test
  void repetitionAtTheDeadlineIsNoOtherAnswer(TestInfo test) throws IOException {
    TracedShop shop = shop().checkout("c1", "o1").loseAll().pass(5_000);
    shop.note("not awake yet: the one who waits goes on waiting, and a new one joins");
    shop.checkout("c1", "o1").checkout("c2", "o1").wakeNext().deliverAll();
    Golden.matches(shop.trace(), test);
  }

  @Test
  void thousandClientsMayWaitForOneCheckoutAndRepeatThemselves() {
    TracedShop shop = shop();
    for (int client = 0; client <= 1_000; client++) {
      shop.checkout("c" + client, "o1");
    }
    assertEquals(new Answer.Busy(), shop.answer("c1000"));
    shop.checkout("c0", "o1").checkout("c999", "o1");
    assertNull(shop.answer("c0"));
    assertNull(shop.answer("c999"));

    shop.deliverAll();
    Answer paid = new Answer.Paid(new TransactionId("c0"));
    for (int client = 0; client < 1_000; client++) {
      assertEquals(paid, shop.answer("c" + client));
    }
    assertEquals(paid, shop.checkout("c1000", "o1").answer("c1000"));
  }

  @Test
  void clientThatJoinsAnAbortHearsWhyItAborts(TestInfo test) throws IOException {
    TracedShop shop =
        shop(StepOrder.STOCK_FIRST, 0)
            .checkout("c1", "o1")
            .deliver(SagaMessage.Debit.class, stock(0))
            .deliver(SagaMessage.Debited.class, stock(0))
            .deliver(SagaMessage.Debit.class, payment(1))
            .deliver(SagaMessage.Declined.class, payment(1))
            .checkout("c2", "o1")
            .deliverAll();
    Golden.matches(shop.trace(), test);
  }

  @Test
  void paidOrderIsNotChargedAgain(TestInfo test) throws IOException {
    TracedShop shop =
        shop().checkout("c1", "o1").deliverAll().note("another client").checkout("c2", "o1");
    Golden.matches(shop.deliverAll().trace(), test);
  }

  @Test
  void orderBeingCheckedOutCannotBeChangedAndAPaidOneNeither(TestInfo test) throws IOException {
    Command add =
        new Command.AddItem(new OrderId("o1"), new ItemId("fig"), new Amount(1), new Amount(1));
    TracedShop shop = shop().checkout("c1", "o1").ask("c2", add).deliverAll().ask("c3", add);
    Golden.matches(shop.trace(), test);
  }

  @Test
  void repeatedCommandGetsItsFirstAnswer(TestInfo test) throws IOException {
    Command pay = new Command.Debit(new UserId("ann"), new Amount(60));
    Command find = new Command.FindBalance(new UserId("ann"));
    TracedShop shop = shop().ask("c1", pay).ask("c1", pay).ask("c2", pay).ask("c2", pay);
    shop.note("a refusal stays one").ask("c3", new Command.Credit(new UserId("ann"), Amount.ZERO));
    shop.ask("c2", pay).note("questions are always answered anew").ask("c4", find);
    shop.ask("c5", new Command.Debit(new UserId("ann"), new Amount(1))).ask("c4", find);
    Golden.matches(shop.trace(), test);
  }

  @Test
  void repeatedCheckoutGetsItsFirstAnswer(TestInfo test) throws IOException {
    TracedShop shop = shop(StepOrder.PARALLEL, 0).checkout("c1", "o1").deliverAll();
    shop.ask("c2", new Command.Credit(new UserId("ann"), new Amount(100)));
    shop.note("repeated: the same refusal").checkout("c1", "o1");
    shop.note("asked anew: paid").checkout("c3", "o1").deliverAll();
    Golden.matches(shop.trace(), test);
  }

  @Test
  void requestAfterItsTimeIsIgnored(TestInfo test) throws IOException {
    TracedShop shop = shop().ask("c1", new Command.FindBalance(new UserId("ann")));
    Golden.matches(shop.checkoutTooLate("c2", "o1").trace(), test);
  }

  @Test
  void orderOverwrittenWhileBeingCheckedOutIsNotPaid(TestInfo test) throws IOException {
    TracedShop shop =
        new TracedShop(StepOrder.PARALLEL)
            .item("apple", 5, 3)
            .user("ann", 100)
            .order("7", "ann", line(2, "apple", 6))
            .checkout("c1", "7")
            .ask("c2", new Command.InitOrders(ONLY_7, 1, 1, new Amount(4), 42))
            .note(
                "the new order can be neither changed nor checked out before the old attempt ends")
            .ask(
                "c3",
                new Command.AddItem(
                    new OrderId("7"), new ItemId("apple"), new Amount(1), new Amount(3)))
            .deliverAll()
            .ask("c4", new Command.FindOrder(new OrderId("7")));
    Golden.matches(shop.trace(), test);
  }

  @Test
  void balanceOverwrittenWhileDebitedGetsNothingBack(TestInfo test) throws IOException {
    TracedShop shop =
        new TracedShop(StepOrder.STOCK_FIRST)
            .item("7", 5, 3)
            .user("ann", 0)
            .order("o1", "ann", line(2, "7", 6));
    shop.checkout("c1", "o1").deliver(SagaMessage.Debit.class, shop.shardOfItem("7"));
    shop.ask("c2", new Command.InitItems(ONLY_7, new Amount(50), new Amount(4))).deliverAll();
    shop.ask("c3", new Command.FindBalance(new ItemId("7")));
    Golden.matches(shop.trace(), test);
  }

  @Test
  void idempotencyKeyStandsForTheRequestThatCameFirst(TestInfo test) throws IOException {
    Command first = new Command.Claim("key", "pay 1", "id1", TracedShop.START.plusSeconds(10));
    Command again = new Command.Claim("key", "pay 1", "id2", TracedShop.START.plusSeconds(11));
    Command other = new Command.Claim("key", "pay 2", "id3", TracedShop.START.plusSeconds(11));
    TracedShop shop =
        new TracedShop(StepOrder.PARALLEL).ask("c1", first).ask("c2", again).ask("c3", other);
    shop.note("the last moment").pass(9_999).ask("c4", again);
    shop.note("the key is free again").pass(1).ask("c5", other);
    Golden.matches(shop.trace(), test);
  }

  private static TracedShop shop() {
    return shop(StepOrder.PARALLEL, 100);
  }

  private static TracedShop shop(StepOrder stepOrder, long credit) {
    return new TracedShop(stepOrder)
        .item("apple", 5, 3)
        .user("ann", credit)
        .order("o1", "ann", line(2, "apple", 6));
  }
}
