package tercet.kernel.order;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import tercet.kernel.command.Line;
import tercet.kernel.command.Price;
import tercet.kernel.id.Amount;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.UserId;

final class RepricingTest {
  private static final ItemId APPLE = new ItemId("apple");
  private static final ItemId PEAR = new ItemId("pear");
  private static final ItemId PLUM = new ItemId("plum");

  private static Order.Unpaid order(Line... lines) {
    return new Order.Unpaid(new UserId("ann"), List.of(lines), 1);
  }

  private static Line line(ItemId item, long quantity, long cost) {
    return new Line(item, new Amount(quantity), new Amount(cost));
  }

  private static Price price(ItemId item, long price) {
    return new Price(item, new Amount(price));
  }

  @Test
  void allPiecesOfALineTakeThePrice() {
    assertEquals(
        new Order.Editing.Edited(order(line(APPLE, 3, 12), line(PEAR, 1, 0))),
        Repricing.of(
            order(line(APPLE, 3, 11), line(PEAR, 1, 10)),
            List.of(price(PEAR, 0), price(APPLE, 4)),
            List.of()));
  }

  @Test
  void lineThatCameLaterKeepsItsCostAndOneThatWentStaysAway() {
    assertEquals(
        new Order.Editing.Edited(order(line(APPLE, 3, 11))),
        Repricing.of(order(line(APPLE, 3, 11)), List.of(price(PEAR, 4)), List.of(PLUM)));
  }

  @Test
  void itemThatDoesNotExistIsNamed() {
    assertEquals(
        new Order.Editing.NoSuchItem(PEAR),
        Repricing.of(
            order(line(APPLE, 1, 1), line(PEAR, 1, 1)), List.of(price(APPLE, 4)), List.of(PEAR)));
  }

  @Test
  void costBeyondTheLargestAmountIsRefused() {
    Order.Unpaid order = order(line(APPLE, 2, 2), line(PEAR, 1, 1));
    for (List<Price> prices :
        List.of(List.of(price(APPLE, Amount.MAX)), List.of(price(PEAR, Amount.MAX)))) {
      assertEquals(new Order.Editing.TooMuch(), Repricing.of(order, prices, List.of()));
    }
  }
}
