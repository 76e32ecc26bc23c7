package tercet.kernel.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static tercet.kernel.trace.TracedShop.line;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tercet.kernel.Protocol;
import tercet.kernel.balance.Leases;
import tercet.kernel.choreography.ChoreographyMessage;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.Pieces;
import tercet.kernel.command.Reason;
import tercet.kernel.command.Refusal;
import tercet.kernel.id.Amount;
import tercet.kernel.id.CommandId;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.Key;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.TransactionId;
import tercet.kernel.id.UserId;
import tercet.kernel.order.Order;
import tercet.kernel.tcc.TccMessage;

/** Pieces that are kept for an order: for it alone, until their time, and once. */
final class ReservationTest {
  private static final ItemId APPLE = new ItemId("apple");
  private static final OrderId O1 = new OrderId("o1");
  private static final UserId ANN = new UserId("ann");
  private static final Amount TWO = new Amount(2);
  private static final ShardId PAYMENT = new ShardId(Service.PAYMENT, 1);

  /** Three apples, two orders of two. */
  private static TracedShop shop(Protocol protocol) {
    return new TracedShop(protocol)
        .item("apple", 3, 5)
        .user("ann", 100)
        .order("o1", "ann", line(2, "apple", 10))
        .order("o2", "ann", line(2, "apple", 10));
  }

  private static TracedShop keep(TracedShop shop, String client, OrderId order, long seconds) {
    return keep(shop, client, order, 7, 0, 2, seconds);
  }

  private static TracedShop keep(
      TracedShop shop,
      String client,
      OrderId order,
      long attempt,
      long reserved,
      long quantity,
      long seconds) {
    List<Pieces> pieces = List.of(new Pieces(APPLE, new Amount(quantity)));
    return shop.ask(
        client,
        new Command.KeepPieces(
            order, 1, attempt, reserved, pieces, shop.now().plusSeconds(seconds)));
  }

  private static Answer.ReserveBegun begin(TracedShop shop, String client, String request) {
    shop.ask(client, new Command.BeginReserve(O1, new CommandId(request, false)));
    return assertInstanceOf(Answer.ReserveBegun.class, shop.answer(client));
  }

  private static @Nullable Answer found(TracedShop shop) {
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
    shop.ask("r1", new Command.KeepPieces(O1, 1, 7, 0, pieces, shop.now().plusSeconds(60)));
    assertEquals(
        new Answer.Refused(new Refusal.Shortage(new ItemId("plum"), TWO, new Amount(1))),
        shop.answer("r1"));
    assertEquals(apples(3, 0), found(shop));
  }

  /** M8: the vote of a participant that has not heard of the end keeps the pieces for a while. */
  @Test
  void checkoutWaitsForPiecesThatAnEarlierOneStillHolds() {
    TracedShop shop =
        new TracedShop(Protocol.CHOREOGRAPHY)
            .item("apple", 2, 5)
            .user("ann", 1)
            .order("o1", "ann", line(2, "apple", 10));
    keep(shop, "r1", O1, 60).checkout("c1", "o1");
    shop.deliver(ChoreographyMessage.Debit.class, PAYMENT);
    shop.deliver(ChoreographyMessage.Debit.class, shop.shardOfItem("apple"));
    shop.lose(ChoreographyMessage.Declined.class, shop.shardOfItem("apple"));
    shop.lose(ChoreographyMessage.VoteYes.class, PAYMENT); // it would say so again
    shop.deliverAll();
    shop.ask("a1", new Command.Credit(ANN, new Amount(9)));
    shop.ask("c2", new Command.Checkout(O1, shop.now().plusSeconds(30))).deliverAll();
    while (shop.anythingOpen()) {
      shop.wakeNext().deliverAll();
    }
    assertEquals(new Answer.Paid(new TransactionId("c2")), shop.answer("c2"));
    assertEquals(apples(0, 0), found(shop));
  }

  /** L1: what becomes of an order's older filling changes nothing that is kept for the newer. */
  @Test
  void outcomeOfAnOlderFillingLeavesWhatIsKept() {
    TracedShop shop = keep(shop(Protocol.TCC), "r1", O1, 60).checkout("c1", "o1");
    ShardId stock = shop.shardOfItem("apple");
    shop.deliver(TccMessage.Try.class, stock).deliver(TccMessage.Try.class, PAYMENT);
    shop.deliver(TccMessage.Held.class, stock).deliver(TccMessage.Held.class, PAYMENT);
    shop.lose(TccMessage.Confirm.class, stock);
    List<TransactionId> past = List.of(new TransactionId("c1"));
    Order filled = new Order.Unpaid(ANN, List.of(line(1, "apple", 5)), 2, past);
    shop.given(Key.order(O1, new ShardId(Service.ORDER, 1)), filled);
    List<Pieces> pieces = List.of(new Pieces(APPLE, new Amount(1)));
    shop.ask("r2", new Command.KeepPieces(O1, 2, 8, 0, pieces, shop.now().plusSeconds(60)));
    assertEquals(apples(0, 1), found(shop));
    while (shop.anythingOpen()) {
      shop.wakeNext().deliverAll();
    }
    assertEquals(apples(0, 1), found(shop));
  }

  /** Both were numbered in the same millisecond, before and after the order was overwritten. */
  @Test
  void attemptOfAnotherFillingTakesNoPiecesOfOneWithItsNumber() {
    TracedShop shop = shop(Protocol.TCC);
    List<Pieces> pieces = List.of(new Pieces(APPLE, TWO));
    shop.ask("r1", new Command.KeepPieces(O1, 2, 7, 0, pieces, shop.now().plusSeconds(60)));
    shop.ask("r2", new Command.KeepPieces(O1, 1, 7, 0, pieces, shop.now().plusSeconds(30)));
    assertEquals(new Answer.Refused(Reason.ORDER_CHANGED), shop.answer("r2"));
    assertEquals(apples(1, 2), found(shop));
    shop.pass(31_000);
    assertEquals(apples(1, 2), found(shop));
  }

  @Test
  void requestThatComesAfterItsTimeKeepsNothing() {
    TracedShop shop = shop(Protocol.TCC);
    List<Pieces> pieces = List.of(new Pieces(APPLE, TWO));
    shop.ask("r1", new Command.KeepPieces(O1, 1, 7, 0, pieces, shop.now()));
    assertEquals(new Answer.Reserved(shop.now()), shop.answer("r1"));
    assertEquals(apples(3, 0), found(shop));
  }

  @Test
  void orderRemembersItAndOnlyGrows() {
    TracedShop shop = shop(Protocol.TCC);
    List<Pieces> pieces = List.of(new Pieces(APPLE, TWO));
    long attempt = begin(shop, "b1", "r1").attempt();
    shop.ask("r1", new Command.Reserve(O1, attempt, pieces, shop.now().plusSeconds(60)));
    assertEquals(new Answer.Reserved(TracedShop.START.plusSeconds(60)), shop.answer("r1"));
    Answer.OrderFound order =
        assertInstanceOf(
            Answer.OrderFound.class, shop.ask("q", new Command.FindOrder(O1)).answer("q"));
    assertEquals(TracedShop.START.plusSeconds(60), order.reservedUntil());
    shop.ask("e1", new Command.ClearOrder(O1));
    assertEquals(new Answer.Refused(Reason.ORDER_RESERVED), shop.answer("e1"));
    shop.ask("e2", new Command.AddItem(O1, APPLE, new Amount(1), new Amount(5)));
    assertEquals(new Answer.Done(), shop.answer("e2"));
    long later = begin(shop, "b2", "r2").attempt();
    shop.ask("r2", new Command.Reserve(O1, later, pieces, shop.now().plusSeconds(60)));
    assertEquals(new Answer.Refused(Reason.ORDER_CHANGED), shop.answer("r2"));
    shop.ask("f3", new Command.Release(O1)).ask("e3", new Command.ClearOrder(O1));
    assertEquals(new Answer.Done(), shop.answer("e3"));
    Order.Unpaid left = assertInstanceOf(Order.Unpaid.class, shop.find("o1"));
    assertFalse(left.isReserved(shop.now()));
  }

  @Test
  void noClockReservesForMoreThanADay() {
    TracedShop shop = shop(Protocol.TCC);
    Instant late = shop.now().plusSeconds(999_999);
    shop.ask("s1", new Command.TakeSlot(ANN, O1, 1, late, 1, Duration.ofDays(9)));
    Instant day = TracedShop.START.plusSeconds(86_401); // a node rounds its seconds up
    assertEquals(new Answer.Reserved(day), shop.answer("s1"));
    TracedShop empty = new TracedShop(Protocol.TCC).order("o1", "ann");
    long attempt = begin(empty, "b1", "r1").attempt();
    empty.ask("r1", new Command.Reserve(O1, attempt, List.of(), day.plusSeconds(9)));
    assertEquals(new Answer.Reserved(day), empty.answer("r1"));
  }

  /** A day is asked for by a clock that is half a second faster. */
  @Test
  void dayIsNotShortenedByASlowerClockAndEndsWithAWholeSecond() {
    TracedShop shop = shop(Protocol.TCC).pass(-500);
    Instant day = TracedShop.START.plusSeconds(86_401);
    shop.ask("s1", new Command.TakeSlot(ANN, O1, 1, day, 1, Duration.ofDays(9)));
    assertEquals(new Answer.Reserved(day), shop.answer("s1"));
    shop.pass(800).ask("s2", new Command.TakeSlot(ANN, O1, 1, Instant.MAX, 1, Duration.ofDays(9)));
    assertEquals(new Answer.Reserved(day), shop.answer("s2"));
  }

  @Test
  void itemIsKeptForSoManyOrders() {
    TracedShop shop = new TracedShop(Protocol.TCC).item("apple", 2_000, 5);
    for (int i = 0; i < Leases.PER_ITEM_MAX; i++) {
      keep(shop, "r" + i, new OrderId("many" + i), 1, 0, 1, 60);
      assertInstanceOf(Answer.Reserved.class, shop.answer("r" + i));
    }
    keep(shop, "more", O1, 1, 0, 1, 60);
    assertEquals(new Answer.Refused(Reason.TOO_MANY_HOLDS), shop.answer("more"));
    keep(shop, "again", new OrderId("many7"), 2, 1, 2, 60);
    assertInstanceOf(Answer.Reserved.class, shop.answer("again"));
    assertEquals(apples(999, 1_001), found(shop));
  }
}
