package tercet.kernel.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static tercet.kernel.trace.TracedShop.line;
import static tercet.kernel.trace.TracedShop.payment;
import static tercet.kernel.trace.TracedShop.stock;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tercet.kernel.Protocol;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.Range;
import tercet.kernel.command.Reason;
import tercet.kernel.id.Amount;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.TransactionId;
import tercet.kernel.id.UserId;
import tercet.kernel.order.Order;
import tercet.kernel.refund.RefundMessage;
import tercet.kernel.twophase.TwoPhaseMessage;

/** A cancelled order's payment is given back once, also if messages are lost or repeated. */
final class RefundTest {
  private static final Answer CANCELLED = new Answer.Cancelled(new TransactionId("c1.refund"));

  @Test
  void moneyAndPiecesComeBackThenTheClientHears(TestInfo test) throws IOException {
    TracedShop shop = cancel(paid(Protocol.TCC).note("cancelled"), "c2").deliverAll();
    Golden.matches(shop.trace(), test);
  }

  @Test
  void lostMessagesAreSentAgainAndGiveBackOnce(TestInfo test) throws IOException {
    TracedShop shop =
        cancel(paid(Protocol.TCC).note("cancelled"), "c2")
            .lose(RefundMessage.GiveBack.class, stock(0))
            .deliver(RefundMessage.GiveBack.class, payment(1))
            .lose(RefundMessage.GivenBack.class, payment(1))
            .wakeNext()
            .deliverAll();
    assertGivenBack(shop);
    Golden.matches(shop.trace(), test);
  }

  @ParameterizedTest
  @EnumSource
  void everyProtocolsOrdersAreGivenBack(Protocol protocol) {
    TracedShop shop = cancel(paid(protocol), "c2").deliverAll();
    assertEquals(CANCELLED, shop.answer("c2"));
    assertInstanceOf(Order.Cancelled.class, shop.find("o1"));
    assertGivenBack(shop);
    assertFalse(shop.anythingOpen());
  }

  @Test
  void clientThatCancelsAgainHearsTheSameAndNothingMoves() {
    TracedShop shop = cancel(cancel(paid(Protocol.TCC), "c2"), "c3");
    assertNull(shop.answer("c3"));
    shop.deliverAll();
    assertEquals(CANCELLED, shop.answer("c3"));
    cancel(shop, "c4").deliverAll();
    assertEquals(CANCELLED, shop.answer("c4"));
    assertGivenBack(shop);
  }

  @Test
  void clientHearsByTheDeadlineThoughAParticipantIsAway() {
    TracedShop shop = cancel(paid(Protocol.TCC), "c2").loseAll();
    while (shop.answer("c2") == null) {
      shop.wakeNext().loseAll();
    }
    assertEquals(CANCELLED, shop.answer("c2"));
    assertEquals(TracedShop.START.plus(TracedShop.DEADLINE), shop.now());
    assertEquals(94, shop.amount(new UserId("ann")));
    shop.wakeNext().deliverAll();
    assertGivenBack(shop);
  }

  @Test
  void givenBackBeforeTheParticipantHasHeardThatItIsPaid() {
    TracedShop shop =
        shop(Protocol.TWO_PHASE_COMMIT)
            .checkout("c1", "o1")
            .deliver(TwoPhaseMessage.Prepare.class, payment(1))
            .deliver(TwoPhaseMessage.Prepared.class, payment(1))
            .deliver(TwoPhaseMessage.Prepare.class, stock(0))
            .deliver(TwoPhaseMessage.Prepared.class, stock(0))
            .loseAll();
    cancel(shop, "c2").deliverAll();
    assertEquals(CANCELLED, shop.answer("c2"));
    assertEquals(106, shop.amount(new UserId("ann")));
    while (shop.anythingOpen()) {
      shop.wakeNext().deliverAll();
    }
    assertGivenBack(shop);
  }

  @Test
  void orderThatIsNotPaidIsNotCancelled() {
    TracedShop shop = shop(Protocol.TCC);
    cancel(shop, "c2");
    assertEquals(new Answer.Refused(Reason.ORDER_NOT_PAID), shop.answer("c2"));
    cancel(shop.checkout("c1", "o1"), "c3");
    assertEquals(new Answer.Refused(Reason.CHECKOUT_IN_PROGRESS), shop.answer("c3"));
    shop.deliverAll();
    assertEquals(new Answer.Paid(new TransactionId("c1")), shop.answer("c1"));
  }

  @Test
  void cancelledOrderIsNeitherPaidNorChangedAgain() {
    TracedShop shop = cancel(paid(Protocol.TCC), "c2").deliverAll().checkout("c3", "o1");
    shop.ask("c4", new Command.ClearOrder(new OrderId("o1")));
    for (String client : new String[] {"c3", "c4"}) {
      assertEquals(new Answer.Refused(Reason.ORDER_CANCELLED), shop.answer(client));
    }
    assertGivenBack(shop);
  }

  @Test
  void piecesComeBackAndTheRestStaysPaid() {
    TracedShop shop = cancel(paid(Protocol.TCC), "c2", 1).deliverAll();
    assertEquals(new Answer.Cancelled(new TransactionId("c2.refund")), shop.answer("c2"));
    Order.Paid left = assertInstanceOf(Order.Paid.class, shop.find("o1"));
    assertEquals(List.of(line(1, "apple", 3)), left.lines());
    assertEquals(9, shop.amount(new ItemId("apple")));
    assertEquals(97, shop.amount(new UserId("ann")));
    cancel(shop, "c3", 2).deliverAll();
    assertEquals(new Answer.Refused(Reason.NOT_IN_ORDER), shop.answer("c3"));
    cancel(shop, "c4").deliverAll();
    assertEquals(CANCELLED, shop.answer("c4"));
    assertGivenBack(shop);
    cancel(shop, "c5", 1);
    assertEquals(new Answer.Refused(Reason.ORDER_CANCELLED), shop.answer("c5"));
    assertFalse(shop.anythingOpen());
  }

  @Test
  void commandThatIsRepeatedTakesItsPiecesOnce() {
    TracedShop shop = cancel(cancel(paid(Protocol.TCC), "c2", 1).loseAll(), "c2", 1);
    assertNull(shop.answer("c2"));
    shop.wakeNext().deliverAll();
    cancel(shop, "c2", 1).deliverAll();
    assertEquals(new Answer.Cancelled(new TransactionId("c2.refund")), shop.answer("c2"));
    assertEquals(9, shop.amount(new ItemId("apple")));
    assertEquals(97, shop.amount(new UserId("ann")));
  }

  @Test
  void overwrittenOrderIsRefundedAndTheNewOneIsNot() {
    OrderId order = new OrderId("0");
    TracedShop shop =
        new TracedShop(Protocol.TCC)
            .item("0", 10, 3)
            .user("0", 100)
            .order("0", "0", line(2, "0", 6))
            .checkout("c1", "0")
            .deliverAll();
    Command cancel = new Command.CancelOrder(order, TracedShop.START.plus(TracedShop.DEADLINE));
    Command init = new Command.InitOrders(new Range(0, 1), 1, 1, new Amount(3), 1);
    shop.ask("c2", cancel).loseAll().ask("c3", init);
    assertEquals(new Answer.Busy(), shop.answer("c3"));
    while (shop.answer("c2") == null) {
      shop.wakeNext().loseAll();
    }
    assertEquals(CANCELLED, shop.answer("c2"));
    shop.ask("c3", init).ask("c4", cancel).wakeNext().deliverAll();
    assertEquals(new Answer.Done(), shop.answer("c3"));
    assertEquals(new Answer.Refused(Reason.ORDER_NOT_PAID), shop.answer("c4"));
    assertEquals(100, shop.amount(new UserId("0")));
    assertInstanceOf(Order.Unpaid.class, shop.find("0"));
  }

  private static void assertGivenBack(TracedShop shop) {
    assertEquals(10, shop.amount(new ItemId("apple")));
    assertEquals(100, shop.amount(new UserId("ann")));
  }

  private static TracedShop cancel(TracedShop shop, String client) {
    return shop.ask(
        client,
        new Command.CancelOrder(new OrderId("o1"), TracedShop.START.plus(TracedShop.DEADLINE)));
  }

  private static TracedShop cancel(TracedShop shop, String client, int pieces) {
    return shop.ask(
        client,
        new Command.CancelItem(
            new OrderId("o1"),
            new ItemId("apple"),
            new Amount(pieces),
            TracedShop.START.plus(TracedShop.DEADLINE)));
  }

  private static TracedShop paid(Protocol protocol) {
    return shop(protocol).checkout("c1", "o1").deliverAll();
  }

  private static TracedShop shop(Protocol protocol) {
    return new TracedShop(protocol)
        .item("apple", 10, 3)
        .user("ann", 100)
        .order("o1", "ann", line(2, "apple", 6));
  }
}
