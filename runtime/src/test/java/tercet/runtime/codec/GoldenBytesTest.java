package tercet.runtime.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import tercet.kernel.choreography.Choreography;
import tercet.kernel.choreography.Voted;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Line;
import tercet.kernel.command.Reason;
import tercet.kernel.command.ReplyAddress;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.dedupe.DedupeRecord;
import tercet.kernel.dedupe.IdempotencyRecord;
import tercet.kernel.id.Amount;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.Key;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.TransactionId;
import tercet.kernel.id.UserId;
import tercet.kernel.saga.Debited;
import tercet.kernel.saga.Saga;
import tercet.kernel.saga.StepOrder;
import tercet.kernel.tcc.Held;
import tercet.kernel.tcc.Released;
import tercet.kernel.tcc.Tcc;
import tercet.kernel.transaction.Branch;
import tercet.kernel.transaction.Debit;
import tercet.kernel.transaction.Origin;
import tercet.kernel.transaction.PendingClient;
import tercet.kernel.transaction.Reservation;
import tercet.kernel.transaction.Tombstone;
import tercet.kernel.transaction.Transaction;
import tercet.kernel.twophase.Prepared;
import tercet.kernel.twophase.Queued;
import tercet.kernel.twophase.TwoPhase;

/**
 * Stored bytes must stay readable for ever: these bytes may not change. A change of the stored
 * format needs new numbers, or a new format version of the store that holds the records.
 */
final class GoldenBytesTest {
  private static final Instant now = Instant.parse("2026-01-01T00:00:00.123Z");
  private static final ShardId stock = new ShardId(Service.STOCK, 3);
  private static final ShardId orders = new ShardId(Service.ORDER, 300);
  private static final ItemId item = new ItemId("7");
  private static final UserId user = new UserId("Zoë");
  private static final TransactionId transactionId = new TransactionId("t1");
  private static final Line line = new Line(item, new Amount(2), new Amount(600));
  private static final OrderId order = new OrderId("o1");
  private static final Transaction transaction =
      new Transaction(
          transactionId,
          order,
          -2,
          0,
          now,
          List.of(
              new Branch(stock, List.of(new Debit(item, new Amount(2)))),
              new Branch(orders, List.of(new Debit(user, new Amount(600))))));
  private static final List<Reservation> taken = List.of(new Reservation(item, new Amount(2), 255));
  private static final Origin unknown = Origin.unknown(order, orders);
  private static final PendingClient waiter =
      new PendingClient(
          new Key(RecordKind.RECENT_ANSWER, orders, "c1"),
          new ReplyAddress("n", 5),
          now.plusSeconds(9));

  @Test
  void keysHaveTheseBytes() {
    assertKey("0001 03 0137", new Key(RecordKind.ITEM, stock, "7"));
    assertKey(
        "0102 00 045a6fc3ab", new Key(RecordKind.ACCOUNT, new ShardId(Service.PAYMENT, 0), "Zoë"));
    assertKey("0200 ac02 026f31", new Key(RecordKind.ORDER, orders, "o1"));
    assertKey("0300 ac02 026f31", new Key(RecordKind.TRANSACTION, orders, "o1"));
    assertKey("0401 03 027431", new Key(RecordKind.PARTICIPATION, stock, "t1"));
    assertKey("0500 ac02 026331", new Key(RecordKind.ANSWER, orders, "c1"));
    assertKey("0600 ac02 026331", new Key(RecordKind.RECENT_ANSWER, orders, "c1"));
    assertKey("0700 ac02 026b31", new Key(RecordKind.CLAIM, orders, "k1"));
    assertKey("0800 ac02 05743140 3330", new Key(RecordKind.RULING, orders, "t1@30"));
  }

  @Test
  void bothSidesOfASagaHaveTheseBytes() {
    assertRecord(
        "05027431026f31fffffffffffffffef6a1d5edee66020103010101370200ac02010204"
            + "5a6fc3abd804010600ac02026331016e05c6aed6edee660101010103f6a1d5edee6602f8"
            + "a1d5edee66",
        new Saga.Debiting(
            transaction,
            List.of(waiter),
            StepOrder.PAYMENT_FIRST,
            1,
            List.of(stock),
            now,
            2,
            now.plusMillis(1)));
    assertRecord(
        "06027431026f31fffffffffffffffef6a1d5edee66020103010101370200ac02010204"
            + "5a6fc3abd80400030200ac020103f6a1d5edee6601f6a1d5edee6600",
        new Saga.Compensating(
            transaction, List.of(), Reason.OUT_OF_STOCK, List.of(orders, stock), now, 1, now));
    assertRecord(
        "07026f3100ac02010101370200000000000000fff6a1d5edee6601f6a1d5edee66",
        new Debited(unknown, taken, false, now, 1, now));
    assertRecord("0804f6a1d5edee6600", new Tombstone.Declined(Reason.OUT_OF_CREDIT, now));
    assertRecord("09f6a1d5edee66", new Tombstone.Settled(now));
  }

  @Test
  void bothSidesOfTryConfirmCancelHaveTheseBytes() {
    assertRecord(
        "0c027431026f31fffffffffffffffef6a1d5edee66020103010101370200ac02010204"
            + "5a6fc3abd804010600ac02026331016e05c6aed6edee660102010103f6a1d5edee6603"
            + "f8a1d5edee66",
        new Tcc.Trying(
            transaction,
            List.of(waiter),
            Tcc.Trying.IN_TURN,
            2,
            List.of(stock),
            now,
            3,
            now.plusMillis(1)));
    assertRecord(
        "0d027431026f31fffffffffffffffef6a1d5edee66020103010101370200ac02010204"
            + "5a6fc3abd80400030200ac020103f6a1d5edee6601f6a1d5edee6600",
        new Tcc.Cancelling(
            transaction, List.of(), Reason.OUT_OF_STOCK, List.of(orders, stock), now, 1, now));
    assertRecord(
        "0e026f3100ac02010101370200000000000000ff01f6a1d5edee6602f8a1d5edee66",
        new Held(unknown, taken, 1, now, 2, now.plusMillis(1)));
    assertRecord("0f01f6a1d5edee66", new Released(1, now));
  }

  @Test
  void bothSidesOfTwoPhaseCommitHaveTheseBytes() {
    assertRecord(
        "10027431026f31fffffffffffffffef6a1d5edee66020103010101370200ac02010204"
            + "5a6fc3abd804010600ac02026331016e05c6aed6edee6601f6a1d5edee6602f8a1d5ed"
            + "ee66",
        new TwoPhase.Preparing(transaction, List.of(waiter), 1, now, 2, now.plusMillis(1)));
    assertRecord(
        "11027431026f31fffffffffffffffef6a1d5edee66020103010101370200ac02010204"
            + "5a6fc3abd8040200ac020103f6a1d5edee6601f8a1d5edee66",
        new TwoPhase.Committing(transaction, List.of(orders, stock), now, 1, now.plusMillis(1)));
    Branch branch = transaction.branches().getFirst();
    assertRecord(
        "12026f3100ac020103010101370201f6a1d5edee66f8a1d5edee66",
        new Queued(unknown, branch, 1, now, now.plusMillis(1)));
    assertRecord(
        "13026f3100ac0201030101013702f6a1d5edee6602f8a1d5edee66",
        new Prepared(unknown, branch, now, 2, now.plusMillis(1)));
  }

  @Test
  void bothSidesOfAChoreographyHaveTheseBytes() {
    assertRecord(
        "14027431026f31fffffffffffffffef6a1d5edee66020103010101370200ac02010204"
            + "5a6fc3abd804010600ac02026331016e05c6aed6edee6601010302f8a1d5edee66",
        new Choreography(transaction, List.of(waiter), List.of(stock), 2, now.plusMillis(1)));
    assertRecord(
        "15026f3100ac02010101370200000000000000ff0101030100ac02f6a1d5edee6602f8" + "a1d5edee66",
        new Voted(
            unknown, taken, false, List.of(stock), List.of(orders), now, 2, now.plusMillis(1)));
  }

  @Test
  void answersHaveTheseBytes() {
    assertRecord("0a01f6a1d5edee66", new DedupeRecord(new Answer.Done(), now));
    assertRecord("0a020137f6a1d5edee66", new DedupeRecord(new Answer.Created("7"), now));
    assertRecord(
        "0a03058001f6a1d5edee6600",
        new DedupeRecord(new Answer.ItemFound(new Amount(5), new Amount(128)), now));
    assertRecord(
        "0a04045a6fc3ab00f6a1d5edee66",
        new DedupeRecord(new Answer.AccountFound(user, Amount.ZERO), now));
    assertRecord(
        "0a05026f310102013702d804013702d804045a6fc3abb009f6a1d5edee6600",
        new DedupeRecord(
            new Answer.OrderFound(
                new OrderId("o1"), true, List.of(line, line), user, new Amount(1_200)),
            now));
    assertRecord("0a06027431f6a1d5edee66", new DedupeRecord(new Answer.Paid(transactionId), now));
    assertRecord(
        "0a0700f6a1d5edee6600", new DedupeRecord(new Answer.Refused(Reason.UNKNOWN_ITEM), now));
    assertRecord(
        "0a08026331f6a1d5edee66f6a1d5edee66", new DedupeRecord(new Answer.Claimed("c1", now), now));
    assertRecord("0a09f6a1d5edee66", new DedupeRecord(new Answer.Busy(), now));
    assertRecord(
        "0b07504f5354202f61026331f6a1d5edee66", new IdempotencyRecord("POST /a", "c1", now));
  }

  @Test
  void everyRefusalHasItsNumber() {
    StringBuilder numbers = new StringBuilder();
    for (Reason refusal : Reason.values()) {
      ByteWriter writer = new ByteWriter(1);
      RefusalCodec.writeReason(writer, refusal);
      numbers.append(refusal).append('=').append(writer.toBytes()[0]).append(' ');
    }
    assertEquals(
        "UNKNOWN_ITEM=0 UNKNOWN_USER=1 UNKNOWN_ORDER=2 OUT_OF_STOCK=3 OUT_OF_CREDIT=4"
            + " AMOUNT_TOO_LARGE=5 TOO_MANY_LINES=6 NOT_IN_ORDER=12 ORDER_RESERVED=16"
            + " TOO_MANY_RESERVATIONS=17 RESERVED_TOO_LONG=19 TOO_MANY_HOLDS=18 ORDER_PAID=7"
            + " ORDER_NOT_PAID=13"
            + " ORDER_CANCELLED=14 PRICE_CHANGED=15 CHECKOUT_IN_PROGRESS=8 ORDER_CHANGED=9"
            + " DEADLINE_EXCEEDED=10"
            + " IDEMPOTENCY_KEY_REUSED=11 ",
        numbers.toString());
  }

  @Test
  void partOfAMillisecondCountsAsAWholeOne() {
    assertEquals(1, WholeMillis.of(Instant.EPOCH.plusNanos(1)));
    assertEquals(1, WholeMillis.of(Instant.EPOCH.plusMillis(1)));
    assertEquals(0, WholeMillis.of(Instant.EPOCH.minusNanos(1)));
    assertEquals(-1, WholeMillis.of(Instant.EPOCH.minusMillis(1)));
  }

  @Test
  void halfOfASurrogatePairIsRefused() {
    ByteWriter writer = new ByteWriter(16);
    assertThrows(IllegalArgumentException.class, () -> writer.writeString("a\ud83d"));
  }

  @Test
  void bytesThatMeanNothingAreMalformed() {
    assertMalformed("00");
    assertMalformed("ff");
    assertMalformed("02 ffffffffffffffffff01 0000000000000000"); // a negative amount
    assertMalformed("02 ffffffffffffffffffff 0000000000000000"); // a number that does not end
    assertMalformed("03 ffffffff0f"); // a text of four billion bytes
    assertMalformed("04 02c328 00 0131"); // a text that is not UTF-8
    assertMalformed("04 00 00 0131"); // an empty id
    assertMalformed("08 7f 00"); // a refusal that does not exist
    assertMalformed("18 01 18 01 01 00 00 00"); // a transaction within another
    assertMalformed("19 09 00"); // a tombstone that names an origin
  }

  private static void assertMalformed(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    assertThrows(MalformedBytesException.class, () -> RecordCodec.read(new ByteReader(bytes)), hex);
  }

  private static void assertKey(String hex, Key key) {
    ByteWriter writer = new ByteWriter(16);
    KeyCodec.write(writer, key);
    byte[] bytes = writer.toBytes();
    assertEquals(hex.replace(" ", ""), HexFormat.of().formatHex(bytes), key::toString);
    assertEquals(key, KeyCodec.read(new ByteReader(bytes)));
  }

  static void assertRecord(String hex, StoredRecord stored) {
    ByteWriter writer = new ByteWriter(16);
    RecordCodec.write(writer, stored);
    byte[] bytes = writer.toBytes();
    assertEquals(hex.replace(" ", ""), HexFormat.of().formatHex(bytes), stored::toString);
    assertEquals(stored, RecordCodec.read(new ByteReader(bytes)));
  }
}
