package tercet.kernel.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tercet.kernel.trace.TracedShop.line;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tercet.kernel.Protocol;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.Pieces;
import tercet.kernel.command.Range;
import tercet.kernel.command.Reason;
import tercet.kernel.id.Amount;
import tercet.kernel.id.CommandId;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.OrderId;

/** Several attempts to reserve one order: a late message never changes anything that is newer. */
final class ReserveAttemptsTest {
  private static final ItemId APPLE = new ItemId("apple");
  private static final OrderId O1 = new OrderId("o1");
  private static final Amount TWO = new Amount(2);

  /** Three apples, an order of two. */
  private static TracedShop shop() {
    return new TracedShop(Protocol.TCC)
        .item("apple", 3, 5)
        .user("ann", 100)
        .order("o1", "ann", line(2, "apple", 10));
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

  private static TracedShop free(TracedShop shop, String client, long after, long upTo) {
    return shop.ask(client, new Command.FreePieces(O1, List.of(APPLE), after, upTo));
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

  @Test
  void attemptNeverShrinksWhatItKeeps() {
    TracedShop shop = new TracedShop(Protocol.TCC).item("apple", 7, 5);
    keep(keep(shop, "r1", O1, 7, 0, 5, 60), "r2", O1, 7, 0, 2, 60);
    assertEquals(apples(2, 5), found(shop));
    keep(shop, "r3", O1, 8, 7, 2, 60);
    assertEquals(apples(2, 5), found(shop), "a later attempt leaves those of the reservation");
  }

  @Test
  void twoAttemptsThatFailLeaveNothing() {
    TracedShop shop = keep(keep(shop(), "r1", O1, 1, 0, 3, 60), "r2", O1, 2, 0, 2, 60);
    assertEquals(apples(1, 2), found(shop), "only those of the latest attempt");
    free(free(shop, "f1", 0, 1), "f2", 0, 2);
    assertEquals(apples(3, 0), found(shop));
  }

  @Test
  void attemptThatFailsLeavesWhatTheReservationKeeps() {
    TracedShop shop = keep(shop(), "r1", O1, 1, 0, 1, 60);
    keep(shop, "r2", O1, 2, 1, 3, 90);
    assertEquals(apples(0, 3), found(shop));
    free(shop, "f2", 1, 2);
    assertEquals(apples(2, 1), found(shop));
    assertEquals(apples(3, 0), found(shop.pass(60_000)), "nor any longer");
  }

  @Test
  void lateMessagesOfEarlierAttemptsChangeNothing() {
    TracedShop shop = keep(shop(), "r2", O1, 2, 0, 2, 60);
    keep(shop, "r1", O1, 1, 0, 3, 90);
    assertEquals(new Answer.Refused(Reason.ORDER_CHANGED), shop.answer("r1"));
    free(shop, "f1", 0, 1);
    assertEquals(apples(1, 2), found(shop));
  }

  @Test
  void oneRequestIsOneAttemptUntilAnotherBegins() {
    TracedShop shop = shop();
    Answer.ReserveBegun first = begin(shop, "b1", "r1");
    assertEquals(first, begin(shop, "b2", "r1"));
    Answer.ReserveBegun second = begin(shop, "b3", "r2");
    assertTrue(second.attempt() > first.attempt());
    List<Pieces> pieces = List.of(new Pieces(APPLE, TWO));
    Instant until = shop.now().plusSeconds(60);
    shop.ask("r1", new Command.Reserve(O1, first.attempt(), pieces, until));
    assertEquals(new Answer.Refused(Reason.ORDER_CHANGED), shop.answer("r1"));
    shop.ask("b4", new Command.BeginReserve(O1, new CommandId("r1", false)));
    assertEquals(new Answer.Refused(Reason.ORDER_CHANGED), shop.answer("b4"), "it is over");
    shop.ask("r2", new Command.Reserve(O1, second.attempt(), pieces, until));
    assertEquals(new Answer.Reserved(until), shop.answer("r2"));
    shop.ask("b5", new Command.BeginReserve(O1, new CommandId("r2", false)));
    assertEquals(new Answer.Reserved(until), shop.answer("b5"), "it is over");
    Answer.ReserveBegun third = begin(shop, "b6", "r3");
    assertEquals(second.attempt(), third.reserved());
    assertEquals(until, third.until());
  }

  @Test
  void repeatedReleaseNamesTheSameAttempts() {
    TracedShop shop = shop();
    Answer.ReserveBegun before = begin(shop, "b1", "r1");
    Command release = new Command.Release(O1);
    Answer.Released released =
        assertInstanceOf(Answer.Released.class, shop.ask("f1", release).answer("f1"));
    assertEquals(List.of(APPLE), released.items());
    Answer.ReserveBegun after = begin(shop, "b2", "r1");
    assertTrue(before.attempt() < released.attempt() && released.attempt() < after.attempt());
    assertEquals(released, shop.ask("f1", release).answer("f1"));
  }

  @Test
  void attemptThatAnotherShardRefusedCannotSucceed() {
    TracedShop shop = shop();
    Answer.ReserveBegun begun = begin(shop, "b1", "r1");
    Answer refused = new Answer.Refused(Reason.TOO_MANY_RESERVATIONS);
    shop.ask("r1", new Command.RefuseReserve(O1, Reason.TOO_MANY_RESERVATIONS));
    assertEquals(refused, shop.answer("r1"));
    List<Pieces> pieces = List.of(new Pieces(APPLE, TWO));
    shop.ask("r1", new Command.Reserve(O1, begun.attempt(), pieces, shop.now().plusSeconds(60)));
    assertEquals(refused, shop.answer("r1"));
  }

  @Test
  void orderThatIsCheckedOutBeginsNone() {
    TracedShop shop = shop().checkout("c1", "o1");
    shop.ask("b1", new Command.BeginReserve(O1, new CommandId("r1", false)));
    assertEquals(new Answer.Refused(Reason.CHECKOUT_IN_PROGRESS), shop.answer("b1"));
    shop.deliverAll().ask("b2", new Command.BeginReserve(O1, new CommandId("r1", false)));
    assertEquals(new Answer.Refused(Reason.ORDER_PAID), shop.answer("b2"));
  }

  /** It may have kept pieces, so it has to reach its end, which frees them. */
  @Test
  void attemptThatBeganBeforeACheckoutGoesOn() {
    TracedShop shop = shop();
    Answer.ReserveBegun begun = begin(shop, "b1", "r1");
    shop.checkout("c1", "o1");
    assertEquals(begun, begin(shop, "b2", "r1"));
    List<Pieces> pieces = List.of(new Pieces(APPLE, TWO));
    shop.ask("r1", new Command.Reserve(O1, begun.attempt(), pieces, shop.now().plusSeconds(60)));
    assertEquals(new Answer.Refused(Reason.CHECKOUT_IN_PROGRESS), shop.answer("r1"));
    shop.ask("b3", new Command.BeginReserve(O1, new CommandId("r2", false)));
    assertEquals(new Answer.Refused(Reason.CHECKOUT_IN_PROGRESS), shop.answer("b3"));
  }

  @Test
  void orderThatIsOverwrittenGoesOnCounting() {
    OrderId order = new OrderId("7");
    TracedShop shop = new TracedShop(Protocol.TCC).order("7", "ann", line(2, "apple", 10));
    shop.ask("b1", new Command.BeginReserve(order, new CommandId("r1", false)));
    Range range = new Range(7, 8);
    shop.pass(-500).ask("i", new Command.InitOrders(range, 1, 1, new Amount(5), 42));
    assertEquals(new Answer.Done(), shop.answer("i"));
    Answer.ReserveBegun before = assertInstanceOf(Answer.ReserveBegun.class, shop.answer("b1"));
    List<Pieces> pieces = List.of(new Pieces(new ItemId("0"), TWO));
    shop.ask("r", new Command.Reserve(order, before.attempt(), pieces, shop.now().plusSeconds(9)));
    assertEquals(new Answer.Refused(Reason.ORDER_CHANGED), shop.answer("r"), "of other lines");
    shop.ask("b2", new Command.BeginReserve(order, new CommandId("r1", false)));
    Answer.ReserveBegun after = assertInstanceOf(Answer.ReserveBegun.class, shop.answer("b2"));
    assertTrue(after.attempt() > before.attempt());
    assertEquals(0, after.reserved());
  }
}
