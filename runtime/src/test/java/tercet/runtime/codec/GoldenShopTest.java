package tercet.runtime.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static tercet.runtime.codec.GoldenBytesTest.assertRecord;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import tercet.kernel.balance.Account;
import tercet.kernel.balance.Item;
import tercet.kernel.balance.Lease;
import tercet.kernel.balance.Slot;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Line;
import tercet.kernel.command.Reason;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.dedupe.DedupeRecord;
import tercet.kernel.id.Amount;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.TransactionId;
import tercet.kernel.id.UserId;
import tercet.kernel.order.Attempts;
import tercet.kernel.order.LastCheckout;
import tercet.kernel.order.Order;

/** The stored bytes of items, users and orders: as those of {@link GoldenBytesTest}, for ever. */
final class GoldenShopTest {
  private static final Instant now = Instant.parse("2026-01-01T00:00:00.123Z");
  private static final UserId user = new UserId("Zoë");
  private static final TransactionId transactionId = new TransactionId("t1");
  private static final TransactionId another = new TransactionId("t2");
  private static final Line line = new Line(new ItemId("7"), new Amount(2), new Amount(600));
  private static final OrderId order = new OrderId("o1");

  @Test
  void balancesHaveTheseBytes() {
    assertRecord(
        "01c0843dac020000000000000001", new Item(new Amount(1_000_000), new Amount(300), 1));
    assertRecord("02ffffffffffffff0fffffffffffffffff00", new Account(new Amount(Amount.MAX), -1));
    assertRecord(
        "16050200ac020000000000000001",
        new Item(new Amount(5), new Amount(2), List.of(), new Amount(300), 1));
    assertRecord(
        "2101026f310000000000000102"
            + "02"
            + "02000000000000000704f6a1d5edee66"
            + "000000000000000805f6a1d5edee66"
            + "050200ac020000000000000001",
        new Item(
            new Amount(5),
            new Amount(2),
            List.of(),
            new Amount(300),
            1,
            List.of(
                new Lease(
                    order,
                    258,
                    new Amount(2),
                    List.of(
                        new Lease.Claim(7, new Amount(4), now),
                        new Lease.Claim(8, new Amount(5), now))))));
    assertRecord(
        "0205ffffffffffffffff01026f31"
            + "0000000000000007f6a1d5edee66f6a1d5edee66"
            + "f6a1d5edee66",
        new Account(
            new Amount(5), Amount.ZERO, List.of(), -1, List.of(new Slot(order, 7, now, now, now))));
    assertRecord(
        "17050002027431027431ffffffffffffffff00",
        new Account(new Amount(5), Amount.ZERO, List.of(transactionId, transactionId), -1));
  }

  @Test
  void ordersHaveTheseBytes() {
    assertRecord(
        "03045a6fc3ab01013702d8040000000000000102000000",
        new Order.Unpaid(user, List.of(line), 258));
    assertRecord(
        "03045a6fc3ab01013702d804000000000000010200"
            + "00"
            + "01"
            + "00000000000000080172"
            + "0000000000000007f6a1d5edee66",
        new Order.Unpaid(
            user, List.of(line), 258, List.of(), LastCheckout.NONE, new Attempts(8, "r", 7, now)));
    assertRecord(
        "03045a6fc3ab01013702d804000000000000010200" + "010274320400f6a1d5edee6600",
        new Order.Unpaid(user, List.of(line), 258).refused(another, Reason.OUT_OF_CREDIT, now));
    assertRecord(
        "04045a6fc3ab00027431000000000000000000" + "0000",
        new Order.Unpaid(user, List.of(), 0).paidBy(transactionId, Order.TIME_UNKNOWN));
    assertRecord(
        "03045a6fc3ab01013702d8040000000000000102020274310274" + "320000",
        new Order.Unpaid(user, List.of(line), 258, List.of(transactionId, another)));
    assertRecord(
        "04045a6fc3ab000274310000000000000102" + "01027432" + "f6a1d5edee66" + "01013702d804",
        new Order.Paid(user, List.of(), transactionId, 258, List.of(another), now, List.of(line)));
  }

  /** As versions wrote them that knew no reservations. */
  @Test
  void olderBytesAreRead() {
    assertRead("02ffffffffffffff0fffffffffffffffff", new Account(new Amount(Amount.MAX), -1));
    assertRead(
        "03045a6fc3ab01013702d804000000000000010200", new Order.Unpaid(user, List.of(line), 258));
    assertRead(
        "0a03058001f6a1d5edee66",
        new DedupeRecord(new Answer.ItemFound(new Amount(5), new Amount(128)), now));
  }

  private static void assertRead(String hex, StoredRecord stored) {
    assertEquals(stored, RecordCodec.read(new ByteReader(HexFormat.of().parseHex(hex))));
  }
}
