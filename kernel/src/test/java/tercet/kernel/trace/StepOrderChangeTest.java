package tercet.kernel.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static tercet.kernel.trace.TracedShop.line;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Refusal;
import tercet.kernel.id.Amount;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.UserId;
import tercet.kernel.order.Order;
import tercet.kernel.saga.StepOrder;

/** The step order is configuration, and may be another one after a restart. */
final class StepOrderChangeTest {

  static Stream<Arguments> changes() {
    return Stream.of(StepOrder.values())
        .flatMap(before -> Stream.of(StepOrder.values()).map(after -> Arguments.of(before, after)))
        .flatMap(change -> List.of(0, 1, 2, 3).stream().map(decided -> with(change, decided)));
  }

  private static Arguments with(Arguments change, int decided) {
    return Arguments.of(change.get()[0], change.get()[1], decided);
  }

  @ParameterizedTest
  @MethodSource("changes")
  void openCheckoutIsPaidInFull(StepOrder before, StepOrder after, int decided) {
    TracedShop shop = shop(before, 100).checkout("c1", "o1").deliverSome(decided);
    finish(shop.restart(after));
    assertInstanceOf(Order.Paid.class, shop.find("o1"));
    assertEquals(3, shop.amount(new ItemId("apple")));
    assertEquals(4, shop.amount(new ItemId("pear")));
    assertEquals(92, shop.amount(new UserId("ann")));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void refusedCheckoutGivesEverythingBack(StepOrder before, StepOrder after, int decided) {
    TracedShop shop = shop(before, 7).checkout("c1", "o1").deliverSome(decided);
    finish(shop.restart(after));
    assertEquals(
        new Answer.Refused(new Refusal.Shortage(new UserId("ann"), new Amount(8), new Amount(7))),
        shop.answer("c1"));
    assertEquals(5, shop.amount(new ItemId("apple")));
    assertEquals(5, shop.amount(new ItemId("pear")));
    assertEquals(7, shop.amount(new UserId("ann")));
  }

  private static void finish(TracedShop shop) {
    shop.deliverAll();
    while (shop.anythingOpen()) {
      shop.wakeNext().deliverAll();
    }
  }

  private static TracedShop shop(StepOrder stepOrder, long credit) {
    return new TracedShop(stepOrder)
        .item("apple", 5, 3)
        .item("pear", 5, 2)
        .user("ann", credit)
        .order("o1", "ann", line(2, "apple", 6), line(1, "pear", 2));
  }
}
