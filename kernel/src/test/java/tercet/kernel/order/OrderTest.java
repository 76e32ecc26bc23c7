package tercet.kernel.order;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
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

  private static final Instant PAID_AT = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant CANCELLED_AT = PAID_AT.plusSeconds(60);

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
    assertEquals(new Order.Editing.TooMuch(), full.add(PEAR, new Amount(1), new Amount(1)));
    assertEquals(new Order.Editing.TooMuch(), full.add(APPLE, new Amount(1), new Amount(1)));
    assertEquals(
        new Order.Editing.TooMuch(), empty.add(PEAR, new Amount(2), new Amount(Amount.MAX)));
    assertEquals(
        new Order.Editing.TooMuch(), empty.add(PEAR, new Amount(1L << 32), new Amount(1L << 32)));
  }

  @Test
  void quantityBeyondTheLargestAmountIsRefused() {
    Order.Unpaid full = added(empty, APPLE, Amount.MAX, 0);
    assertEquals(new Order.Editing.TooMuch(), full.add(APPLE, new Amount(1), Amount.ZERO));
    assertInstanceOf(
        Order.Editing.Edited.class, full.add(PEAR, new Amount(1), new Amount(Amount.MAX)));
  }

  @Test
  void removedPiecesCostTheAverageAndTheRestIsRoundedUp() {
    Order.Unpaid order = added(added(empty, APPLE, 2, 3), APPLE, 1, 4);
    Order.Unpaid less = edited(order.remove(APPLE, new Amount(1)));
    assertEquals(List.of(new Line(APPLE, new Amount(2), new Amount(7))), less.lines());
    assertEquals(List.of(), edited(less.remove(APPLE, new Amount(2))).lines());
  }

  @Test
  void shareOfTheLargestCostIsExact() {
    Amount largest = new Amount(Amount.MAX);
    Line line = new Line(APPLE, largest, largest);
    assertEquals(new Amount(1), line.without(new Amount(Amount.MAX - 1)).cost());
  }

  @Test
  void morePiecesThanAreThereCannotBeRemoved() {
    Order.Unpaid order = added(empty, APPLE, 2, 3);
    assertEquals(new Order.Editing.TooFew(), order.remove(APPLE, new Amount(3)));
    assertEquals(new Order.Editing.TooFew(), order.remove(PEAR, new Amount(1)));
  }

  @Test
  void removingLinesKeepsTheOthersAndTheOrdersPast() {
    List<TransactionId> past = List.of(new TransactionId("t1"));
    Order.Unpaid order = added(new Order.Unpaid(ANN, List.of(), 1, past), APPLE, 2, 3);
    Order.Unpaid both = added(order, PEAR, 1, 5);
    assertEquals(order, both.without(PEAR));
    assertEquals(both, both.without(new ItemId("plum")));
    assertEquals(new Order.Unpaid(ANN, List.of(), 1, past), both.cleared());
  }

  @Test
  void orderHasAThousandLinesAtTheMost() {
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < Order.MAX_LINES; i++) {
      lines.add(new Line(new ItemId("item" + i), new Amount(1), new Amount(1)));
    }
    Order.Unpaid full = new Order.Unpaid(ANN, lines, 1);
    assertEquals(new Order.Editing.TooManyLines(), full.add(APPLE, new Amount(1), Amount.ZERO));
    assertEquals(new Amount(2), added(full, new ItemId("item7"), 1, 1).lines().get(7).quantity());
  }

  @Test
  void paidOrderKeepsWhatWasBought() {
    Order.Unpaid order = added(empty, APPLE, 2, 3);
    TransactionId transaction = new TransactionId("t1");
    assertEquals(
        new Order.Paid(
            ANN, order.lines(), transaction, order.generation(), List.of(), PAID_AT, List.of()),
        order.paidBy(transaction, PAID_AT));
    assertEquals(new Amount(6), order.paidBy(transaction, PAID_AT).total());
  }

  @Test
  void piecesOfAPaidOrderGiveBackTheirWholeCostInTheEnd() {
    TransactionId transaction = new TransactionId("t1");
    List<Line> ten = List.of(new Line(APPLE, new Amount(3), new Amount(10)));
    Order.Paid order = new Order.Unpaid(ANN, ten, 1).paidBy(transaction, PAID_AT);
    assertNull(Reduction.of(order, APPLE, new Amount(4), CANCELLED_AT));
    assertNull(Reduction.of(order, new ItemId("none"), new Amount(1), CANCELLED_AT));
    List<Long> back = new ArrayList<>();
    while (!order.lines().isEmpty()) {
      Reduction reduced = requireNonNull(Reduction.of(order, APPLE, new Amount(1), CANCELLED_AT));
      back.add(reduced.cancelled().total().value());
      order = reduced.left();
    }
    assertEquals(List.of(3L, 3L, 4L), back);
    assertEquals(transaction, order.transaction());
    assertEquals(ten, order.returned());
    assertEquals(PAID_AT, order.at());
  }

  @Test
  void linesCannotBeChangedFromOutside() {
    List<Line> lines = new ArrayList<>();
    Order.Unpaid order = new Order.Unpaid(ANN, lines, 1);
    lines.add(new Line(APPLE, new Amount(1), new Amount(1)));
    assertEquals(List.of(), order.lines());
  }

  private static Order.Unpaid added(Order.Unpaid order, ItemId item, long quantity, long price) {
    return edited(order.add(item, new Amount(quantity), new Amount(price)));
  }

  private static Order.Unpaid edited(Order.Editing editing) {
    return assertInstanceOf(Order.Editing.Edited.class, editing).order();
  }
}
