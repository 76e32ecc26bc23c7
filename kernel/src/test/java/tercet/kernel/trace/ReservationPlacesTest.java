package tercet.kernel.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tercet.kernel.Protocol;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.Reason;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.UserId;

/** The places that a user has for reserved orders. */
final class ReservationPlacesTest {
  private static final OrderId O1 = new OrderId("o1");
  private static final OrderId O2 = new OrderId("o2");
  private static final UserId ANN = new UserId("ann");

  /** A user; orders need not be there. */
  private static TracedShop shop() {
    return new TracedShop(Protocol.TCC).user("ann", 100);
  }

  private static TracedShop slot(
      TracedShop shop, String client, OrderId order, long attempt, long seconds) {
    return shop.ask(
        client,
        new Command.TakeSlot(
            ANN, order, attempt, shop.now().plusSeconds(seconds), 1, Duration.ofSeconds(20)));
  }

  @Test
  void userHasSoManyPlacesUntilTheirTimeIsOver() {
    TracedShop shop = slot(shop(), "s1", O1, 1, 1);
    assertEquals(new Answer.Reserved(TracedShop.START.plusSeconds(1)), shop.answer("s1"));
    slot(shop, "s2", O2, 1, 9);
    assertEquals(new Answer.Refused(Reason.TOO_MANY_RESERVATIONS), shop.answer("s2"));
    slot(shop, "s3", O1, 2, 1);
    assertEquals(new Answer.Reserved(TracedShop.START.plusSeconds(1)), shop.answer("s3"));
    slot(shop.pass(1_000), "s4", O2, 1, 9);
    assertEquals(new Answer.Reserved(TracedShop.START.plusSeconds(10)), shop.answer("s4"));
  }

  @Test
  void attemptThatFailsGivesItsPlaceBack() {
    TracedShop shop = slot(shop(), "s1", O1, 1, 9);
    slot(shop.ask("g1", new Command.GiveSlot(ANN, O1, 1, Instant.EPOCH)), "s2", O2, 1, 9);
    assertEquals(new Answer.Reserved(TracedShop.START.plusSeconds(9)), shop.answer("s2"));
    slot(shop, "s3", O2, 2, 15);
    slot(shop, "s0", O2, 1, 15);
    assertEquals(new Answer.Refused(Reason.ORDER_CHANGED), shop.answer("s0"), "a late message");
    slot(shop.ask("g2", new Command.GiveSlot(ANN, O2, 1, Instant.EPOCH)), "s4", O1, 2, 9);
    assertEquals(
        new Answer.Refused(Reason.TOO_MANY_RESERVATIONS), shop.answer("s4"), "a late message");
    shop.ask("g3", new Command.GiveSlot(ANN, O2, 2, TracedShop.START.plusSeconds(9)));
    slot(shop.pass(9_000), "s5", O1, 2, 9);
    assertEquals(new Answer.Reserved(TracedShop.START.plusSeconds(18)), shop.answer("s5"));
  }

  @Test
  void placeIsNotMadeLongerForEver() {
    TracedShop shop = slot(slot(shop(), "s1", O1, 1, 15).pass(10_000), "s2", O1, 2, 10);
    assertEquals(new Answer.Reserved(TracedShop.START.plusSeconds(20)), shop.answer("s2"));
    slot(shop, "s3", O1, 3, 11);
    assertEquals(new Answer.Refused(Reason.RESERVED_TOO_LONG), shop.answer("s3"));
    slot(shop, "s4", O1, 4, 5);
    assertEquals(new Answer.Reserved(TracedShop.START.plusSeconds(15)), shop.answer("s4"));
    slot(shop.pass(10_000), "s5", O1, 5, 11);
    assertEquals(new Answer.Reserved(TracedShop.START.plusSeconds(31)), shop.answer("s5"));
  }

  /** The order was released, so it has no time; its place has. */
  @Test
  void attemptThatFailsLeavesThePlaceThatWasTakenBefore() {
    TracedShop shop = slot(shop(), "s1", O1, 1, 9);
    slot(shop.pass(1_000), "s2", O1, 2, 19);
    slot(shop, "s3", O1, 2, 19); // a copy of it
    shop.ask("g1", new Command.GiveSlot(ANN, O1, 2, Instant.EPOCH));
    slot(shop.pass(7_999), "s4", O2, 1, 9);
    assertEquals(new Answer.Refused(Reason.TOO_MANY_RESERVATIONS), shop.answer("s4"));
    slot(shop, "s5", O1, 3, 12);
    assertEquals(new Answer.Refused(Reason.RESERVED_TOO_LONG), shop.answer("s5"));
    slot(shop.pass(1), "s6", O2, 1, 9);
    assertEquals(new Answer.Reserved(TracedShop.START.plusSeconds(18)), shop.answer("s6"));
  }
}
