package tercet.kernel.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static tercet.kernel.trace.TracedShop.line;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tercet.kernel.Protocol;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.Pieces;
import tercet.kernel.command.Reason;
import tercet.kernel.command.Refusal;
import tercet.kernel.id.Amount;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.TransactionId;
import tercet.kernel.id.UserId;
import tercet.kernel.order.Order;

/** Pieces that are kept for an order: for it alone, until their time, and once. */
final class ReservationTest {
  private static final ItemId APPLE = new ItemId("apple");
  private static final OrderId O1 = new OrderId("o1");
  private static final OrderId O2 = new OrderId("o2");
  private static final UserId ANN = new UserId("ann");
  private static final Amount TWO = new Amount(2);

  /** Three apples, two orders of two. */
  private static TracedShop shop(Protocol protocol) {
    return new TracedShop(protocol)
        .item("apple", 3, 5)
        .user("ann", 100)
        .order("o1", "ann", line(2, "apple", 10))
        .order("o2", "ann", line(2, "apple", 10));
  }

  private static TracedShop keep(TracedShop shop, String client, OrderId order, long seconds) {
    List<Pieces> pieces = List.of(new Pieces(APPLE, TWO));
    return shop.ask(
        client, new Command.KeepPieces(order, pieces, shop.now().plusSeconds(seconds), 7));
  }

  private static Answer found(TracedShop shop) {
    return shop.ask("reader", new Command.FindBalance(APPLE)).answer("reader");
  }

  private static Answer.ItemFound apples(long free, long kept) {
    return new Answer.ItemFound(new Amount(free), new Amount(5), new Amount(kept));
  }

  @ParameterizedTest
  @EnumSource
  void onlyItsOrderBuysThem(Protocol protocol) {
    TracedShop shop = keep(shop(protocol), "r1", O1, 60);
    assertEquals(new Answer.Reserved(TracedShop.START.plusSeconds(60)), shop.answer("r1"));
    assertEquals(apples(1, 2), found(shop));
    shop.checkout("c2", "o2").deliverAll();
    assertEquals(
        new Answer.Refused(new Refusal.Shortage(APPLE, TWO, new Amount(1))), shop.answer("c2"));
    shop.checkout("c1", "o1").deliverAll();
    assertEquals(new Answer.Paid(new TransactionId("c1")), shop.answer("c1"));
    assertEquals(apples(1, 0), found(shop));
  }

  @ParameterizedTest
  @EnumSource
  void fromTheirTimeOnTheyAreFree(Protocol protocol) {
    TracedShop shop = keep(shop(protocol), "r1", O1, 1).pass(999);
    assertEquals(apples(1, 2), found(shop));
    assertEquals(apples(3, 0), found(shop.pass(1)));
    shop.checkout("c2", "o2").deliverAll();
    assertEquals(new Answer.Paid(new TransactionId("c2")), shop.answer("c2"));
    assertEquals(apples(1, 0), found(shop));
  }

  @ParameterizedTest
  @EnumSource
  void timeThatEndsDuringTheCheckoutNeitherLosesNorDoublesAPiece(Protocol protocol) {
    TracedShop shop = keep(shop(protocol), "r1", O1, 1).pass(900).checkout("c1", "o1");
    shop.pass(200).deliverAll();
    assertEquals(new Answer.Paid(new TransactionId("c1")), shop.answer("c1"));
    assertEquals(apples(1, 0), found(shop));
  }

  @ParameterizedTest
  @EnumSource
  void checkoutThatFailsLeavesThemToTheOrder(Protocol protocol) {
    TracedShop shop =
        new TracedShop(protocol)
            .item("apple", 3, 5)
            .user("ann", 1)
            .order("o1", "ann", line(2, "apple", 10));
    keep(shop, "r1", O1, 60).checkout("c1", "o1").deliverAll();
    while (shop.anythingOpen()) {
      shop.wakeNext().deliverAll();
    }
    assertEquals(
        new Answer.Refused(new Refusal.Shortage(ANN, new Amount(10), new Amount(1))),
        shop.answer("c1"));
    assertEquals(apples(1, 2), found(shop));
    shop.ask("a1", new Command.Credit(ANN, new Amount(9))).checkout("c2", "o1").deliverAll();
    assertEquals(new Answer.Paid(new TransactionId("c2")), shop.answer("c2"));
    assertEquals(apples(1, 0), found(shop));
  }

  @Test
  void askingAgainKeepsThemLongerAndNeverShorterOrTwice() {
    TracedShop shop = keep(keep(shop(Protocol.TCC), "r1", O1, 60), "r2", O1, 90);
    assertEquals(new Answer.Reserved(TracedShop.START.plusSeconds(90)), shop.answer("r2"));
    keep(shop, "r3", O1, 10);
    assertEquals(new Answer.Reserved(TracedShop.START.plusSeconds(90)), shop.answer("r3"));
    assertEquals(apples(1, 2), found(shop));
  }

  @Test
  void allOrNone() {
    TracedShop shop = shop(Protocol.TCC).item("plum", 1, 5);
    List<Pieces> pieces = List.of(new Pieces(APPLE, TWO), new Pieces(new ItemId("plum"), TWO));
    shop.ask("r1", new Command.KeepPieces(O1, pieces, shop.now().plusSeconds(60), 7));
    assertEquals(
        new Answer.Refused(new Refusal.Shortage(new ItemId("plum"), TWO, new Amount(1))),
        shop.answer("r1"));
    assertEquals(apples(3, 0), found(shop));
  }

  @Test
  void attemptThatFailsFreesOnlyWhatItAloneHasKept() {
    Command free = new Command.FreePieces(O1, List.of(APPLE), 7);
    TracedShop shop = keep(shop(Protocol.TCC), "r1", O1, 60).ask("f1", free);
    assertEquals(apples(3, 0), found(shop));
    keep(keep(shop, "r2", O1, 60), "r3", O1, 60).ask("f2", free);
    assertEquals(apples(1, 2), found(shop));
    shop.ask("f3", new Command.FreePieces(O1, List.of(APPLE), 0));
    assertEquals(apples(3, 0), found(shop));
  }

  @Test
  void orderRemembersItAndOnlyGrows() {
    TracedShop shop = shop(Protocol.TCC);
    List<Pieces> pieces = List.of(new Pieces(APPLE, TWO));
    shop.ask("r1", new Command.Reserve(O1, pieces, shop.now().plusSeconds(60)));
    assertEquals(new Answer.Reserved(TracedShop.START.plusSeconds(60)), shop.answer("r1"));
    Answer.OrderFound order =
        assertInstanceOf(
            Answer.OrderFound.class, shop.ask("q", new Command.FindOrder(O1)).answer("q"));
    assertEquals(TracedShop.START.plusSeconds(60), order.reservedUntil());
    shop.ask("e1", new Command.ClearOrder(O1));
    assertEquals(new Answer.Refused(Reason.ORDER_RESERVED), shop.answer("e1"));
    shop.ask("e2", new Command.AddItem(O1, APPLE, new Amount(1), new Amount(5)));
    assertEquals(new Answer.Done(), shop.answer("e2"));
    shop.ask("r2", new Command.Reserve(O1, pieces, shop.now().plusSeconds(60)));
    assertEquals(new Answer.Refused(Reason.ORDER_CHANGED), shop.answer("r2"));
    shop.ask("f1", new Command.Release(O1)).ask("e3", new Command.ClearOrder(O1));
    assertEquals(new Answer.Done(), shop.answer("e3"));
    Order.Unpaid left = assertInstanceOf(Order.Unpaid.class, shop.find("o1"));
    assertFalse(left.isReserved(shop.now()));
  }

  @Test
  void userHasSoManyPlacesUntilTheirTimeIsOver() {
    TracedShop shop = shop(Protocol.TCC);
    shop.ask("s1", new Command.TakeSlot(ANN, O1, shop.now().plusSeconds(1), 1));
    assertEquals(new Answer.Reserved(TracedShop.START.plusSeconds(1)), shop.answer("s1"));
    shop.ask("s2", new Command.TakeSlot(ANN, O2, shop.now().plusSeconds(9), 1));
    assertEquals(new Answer.Refused(Reason.TOO_MANY_RESERVATIONS), shop.answer("s2"));
    shop.ask("s3", new Command.TakeSlot(ANN, O1, shop.now().plusSeconds(1), 1));
    assertEquals(new Answer.Reserved(TracedShop.START.plusSeconds(1)), shop.answer("s3"));
    shop.pass(1_000).ask("s4", new Command.TakeSlot(ANN, O2, shop.now().plusSeconds(9), 1));
    assertEquals(new Answer.Reserved(TracedShop.START.plusSeconds(10)), shop.answer("s4"));
  }
}
