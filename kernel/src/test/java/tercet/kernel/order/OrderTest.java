package tercet.kernel.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tercet.kernel.command.Line;
import tercet.kernel.id.Amount;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.TransactionId;
import tercet.kernel.id.UserId;

final class OrderTest {
  private static final UserId ANN = new UserId("ann");
  private static final ItemId APPLE = new ItemId("apple");
  private static final ItemId PEAR = new ItemId("pear");

  private final Order.Unpaid empty = new Order.Unpaid(ANN, List.of(), 1);

  @Test
  void emptyOrderCostsNothing() {
    assertEquals(Amount.ZERO, empty.total());
  }

  @Test
  void totalCountsEveryPieceAtThePriceOfItsMoment() {
    Order.Unpaid order = added(added(added(empty, APPLE, 2, 3), PEAR, 1, 10), APPLE, 1, 5);
    assertEquals(new Amount(21), order.total());
    assertEquals(
        List.of(
            new Line(APPLE, new Amount(3), new Amount(11)),
            new Line(PEAR, new Amount(1), new Amount(10))),
        order.lines());
  }

  @Test
  void freeItemsCostNothing() {
    assertEquals(Amount.ZERO, added(empty, APPLE, 3, 0).total());
  }

  @Test
  void lineHasAtLeastOnePiece() {
    assertThrows(IllegalArgumentException.class, () -> new Line(APPLE, Amount.ZERO, new Amount(1)));
  }

  @Test
  void costBeyondTheLargestAmountIsRefused() {
    Order.Unpaid full = added(empty, APPLE, 1, Amount.MAX);
    assertEquals(new Amount(Amount.MAX), full.total());
    assertEquals(new Order.Adding.TooMuch(), full.add(PEAR, new Amount(1), new Amount(1)));
    assertEquals(new Order.Adding.TooMuch(), full.add(APPLE, new Amount(1), new Amount(1)));
    assertEquals(
        new Order.Adding.TooMuch(), empty.add(PEAR, new Amount(2), new Amount(Amount.MAX)));
    assertEquals(
        new Order.Adding.TooMuch(), empty.add(PEAR, new Amount(1L << 32), new Amount(1L << 32)));
  }

  @Test
  void quantityBeyondTheLargestAmountIsRefused() {
    Order.Unpaid full = added(empty, APPLE, Amount.MAX, 0);
    assertEquals(new Order.Adding.TooMuch(), full.add(APPLE, new Amount(1), Amount.ZERO));
    assertInstanceOf(
        Order.Adding.Added.class, full.add(PEAR, new Amount(1), new Amount(Amount.MAX)));
  }

  @Test
  void orderHasAThousandLinesAtTheMost() {
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < Order.MAX_LINES; i++) {
      lines.add(new Line(new ItemId("item" + i), new Amount(1), new Amount(1)));
    }
    Order.Unpaid full = new Order.Unpaid(ANN, lines, 1);
    assertEquals(new Order.Adding.TooManyLines(), full.add(APPLE, new Amount(1), Amount.ZERO));
    assertEquals(new Amount(2), added(full, new ItemId("item7"), 1, 1).lines().get(7).quantity());
  }

  @Test
  void paidOrderKeepsWhatWasBought() {
    Order.Unpaid order = added(empty, APPLE, 2, 3);
    TransactionId transaction = new TransactionId("t1");
    assertEquals(
        new Order.Paid(ANN, order.lines(), transaction, order.generation(), List.of()),
        order.paidBy(transaction));
    assertEquals(new Amount(6), order.paidBy(transaction).total());
  }

  @Test
  void linesCannotBeChangedFromOutside() {
    List<Line> lines = new ArrayList<>();
    Order.Unpaid order = new Order.Unpaid(ANN, lines, 1);
    lines.add(new Line(APPLE, new Amount(1), new Amount(1)));
    assertEquals(List.of(), order.lines());
  }

  private static Order.Unpaid added(Order.Unpaid order, ItemId item, long quantity, long price) {
    return assertInstanceOf(
            Order.Adding.Added.class, order.add(item, new Amount(quantity), new Amount(price)))
        .order();
  }
}
