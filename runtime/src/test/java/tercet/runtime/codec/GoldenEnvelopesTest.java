package tercet.runtime.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import tercet.kernel.choreography.ChoreographyMessage;
import tercet.kernel.command.AbortRuling;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.Reason;
import tercet.kernel.command.ReplyAddress;
import tercet.kernel.command.RuledOutcome;
import tercet.kernel.command.SettleRuling;
import tercet.kernel.decision.Message;
import tercet.kernel.decision.Request;
import tercet.kernel.id.Amount;
import tercet.kernel.id.CommandId;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.TransactionId;
import tercet.kernel.saga.SagaMessage;
import tercet.kernel.tcc.TccMessage;
import tercet.kernel.transaction.Branch;
import tercet.kernel.transaction.Debit;
import tercet.kernel.transaction.Origin;
import tercet.kernel.twophase.TwoPhaseMessage;
import tercet.runtime.transport.Envelope;

/**
 * Nodes of different versions speak with each other while one after the other is replaced: bytes
 * may be added at the end of a message, and the others may not change without a new version of
 * {@link EnvelopeBatch}.
 */
final class GoldenEnvelopesTest {
  private static final Instant now = Instant.ofEpochMilli(64);
  private static final ShardId stock = new ShardId(Service.STOCK, 3);
  private static final ShardId orders = new ShardId(Service.ORDER, 1);
  private static final TransactionId transaction = new TransactionId("t");
  private static final OrderId order = new OrderId("o");
  private static final Origin unknown = Origin.unknown(order, orders);
  private static final Origin origin = new Origin(order, orders, 258, 300);
  private static final Branch branch =
      new Branch(stock, List.of(new Debit(new ItemId("7"), new Amount(2))));

  @Test
  void batchHasTheseBytes() {
    assertBytes("01 00 05 03016e0501", new Envelope.ToNode(address(), new Answer.Done()));
  }

  @Test
  void requestHasTheseBytes() {
    Request request =
        new Request(
            stock,
            new CommandId("c", true),
            new Command.Credit(new ItemId("7"), new Amount(200)),
            address(),
            now,
            now);
    assertBytes(
        "01 00 13 01 0103 0163 01 05 010137 c801 016e05 8001 8001", new Envelope.ToShard(request));
  }

  @Test
  void inspectionsHaveTheseBytes() {
    assertBytes("01 00 0a 04 016e 016e05 0361736b", new Envelope.Question("n", address(), "ask"));
    assertBytes("01 00 08 05 016e05 0361736b", new Envelope.Report(address(), "ask"));
  }

  @Test
  void abortHasTheseBytes() {
    Request request =
        new Request(
            orders,
            new CommandId("c", false),
            new Command.Abort(order, transaction),
            address(),
            now,
            now);
    assertBytes(
        "01 00 12 01 0001 0163 00 0e 016f 0174 016e05 8001 8001", new Envelope.ToShard(request));
    assertBytes(
        "01 00 06 03016e05 0d02",
        new Envelope.ToNode(address(), new Answer.AbortRuled(AbortRuling.PAID)));
  }

  @Test
  void settlementHasTheseBytes() {
    Request request =
        new Request(
            orders,
            new CommandId("c", false),
            new Command.Settle(order, transaction, 2, 300, RuledOutcome.UNPAID),
            address(),
            now,
            now);
    assertBytes(
        "01 00 16 01 0001 0163 00 16 016f 0174 02 ac02 01 016e05 8001 8001",
        new Envelope.ToShard(request));
    assertBytes(
        "01 00 06 03016e05 0f01",
        new Envelope.ToNode(address(), new Answer.SettleRuled(SettleRuling.SETTLED_BEFORE)));
  }

  @Test
  void messagesOfASagaHaveTheseBytes() {
    assertMessages(
        List.of(
            "01 01 0174 016f 0001 0103 01 010137 02 8001 8001 0000000000000000 00",
            "01 02 0174 016f 0001 0103 01 010137 02 8001",
            "01 03 0174 016f 0103 8001",
            "01 04 0174 016f 0001 0103 8001 0000000000000000 00",
            "01 05 0174 016f 0001 0103 03 00",
            "01 06 0174 016f 0001 0103"),
        new SagaMessage.Debit(transaction, unknown, branch, now, now),
        new SagaMessage.Compensate(transaction, order, orders, branch, now),
        new SagaMessage.Complete(transaction, order, stock, now),
        new SagaMessage.Debited(transaction, unknown, stock, now),
        new SagaMessage.Declined(transaction, order, orders, stock, Reason.OUT_OF_STOCK),
        new SagaMessage.Compensated(transaction, order, orders, stock));
  }

  @Test
  void messagesOfTryConfirmCancelHaveTheseBytes() {
    assertMessages(
        List.of(
            "02 01 0174 016f 0001 0103 01 010137 02 01 8001 8001 0000000000000000 00",
            "02 02 0174 016f 0103 01 010137 02 01 8001",
            "02 03 0174 016f 0001 0103 01 010137 02 8001",
            "02 04 0174 016f 0103 8001",
            "02 05 0174 016f 0001 0103 01 8001 0000000000000000 00",
            "02 06 0174 016f 0001 0103 01",
            "02 07 0174 016f 0001 0103 03 00",
            "02 08 0174 016f 0001 0103"),
        new TccMessage.Try(transaction, unknown, branch, 1, now, now),
        new TccMessage.Release(transaction, order, branch, 1, now),
        new TccMessage.Cancel(transaction, order, orders, branch, now),
        new TccMessage.Confirm(transaction, order, stock, now),
        new TccMessage.Held(transaction, unknown, stock, 1, now),
        new TccMessage.Busy(transaction, order, orders, stock, 1),
        new TccMessage.Declined(transaction, order, orders, stock, Reason.OUT_OF_STOCK),
        new TccMessage.Cancelled(transaction, order, orders, stock));
  }

  @Test
  void messagesOfAChoreographyHaveTheseBytes() {
    assertMessages(
        List.of(
            "03 01 0174 016f 0001 0103 01 010137 02 01 0103 8001 8001 0000000000000000 00",
            "03 02 0174 016f 0001 0103 01 ac02",
            "03 03 0174 016f 0001 0103 03 8001 00",
            "03 04 0174 016f 0001 0103 8001 ac02",
            "03 05 0174 016f 0001 0103"),
        new ChoreographyMessage.Debit(transaction, unknown, branch, List.of(stock), now, now),
        new ChoreographyMessage.VoteYes(transaction, order, orders, stock, 300, true),
        new ChoreographyMessage.Declined(
            transaction, order, orders, stock, Reason.OUT_OF_STOCK, now),
        new ChoreographyMessage.VoteRequest(transaction, order, orders, stock, 300, now),
        new ChoreographyMessage.VoteAck(transaction, order, orders, stock));
  }

  @Test
  void messagesOfTwoPhaseCommitHaveTheseBytes() {
    assertMessages(
        List.of(
            "04 01 0174 016f 0001 0103 01 010137 02 8001 8001 0000000000000000 00",
            "04 02 0174 016f 0001 0103 8001",
            "04 03 0174 016f 0103 8001",
            "04 04 0174 016f 0001 0103 8001 0000000000000000 00",
            "04 05 0174 016f 0001 0103 03 00",
            "04 06 0174 016f 0001 0103"),
        new TwoPhaseMessage.Prepare(transaction, unknown, branch, now, now),
        new TwoPhaseMessage.Commit(transaction, order, orders, stock, now),
        new TwoPhaseMessage.Abort(transaction, order, stock, now),
        new TwoPhaseMessage.Prepared(transaction, unknown, stock, now),
        new TwoPhaseMessage.Declined(transaction, order, orders, stock, Reason.OUT_OF_STOCK),
        new TwoPhaseMessage.Committed(transaction, order, orders, stock));
  }

  @Test
  void messagesThatNameTheirOriginHaveTheseBytes() {
    String rest = " 0000000000000102 ac02";
    assertMessages(
        List.of(
            "01 01 0174 016f 0001 0103 01 010137 02 8001 8001" + rest,
            "01 04 0174 016f 0001 0103 8001" + rest,
            "02 01 0174 016f 0001 0103 01 010137 02 01 8001 8001" + rest,
            "02 05 0174 016f 0001 0103 01 8001" + rest,
            "03 01 0174 016f 0001 0103 01 010137 02 01 0103 8001 8001" + rest,
            "03 06 0174 016f 0001 0103" + rest,
            "04 01 0174 016f 0001 0103 01 010137 02 8001 8001" + rest,
            "04 04 0174 016f 0001 0103 8001" + rest),
        new SagaMessage.Debit(transaction, origin, branch, now, now),
        new SagaMessage.Debited(transaction, origin, stock, now),
        new TccMessage.Try(transaction, origin, branch, 1, now, now),
        new TccMessage.Held(transaction, origin, stock, 1, now),
        new ChoreographyMessage.Debit(transaction, origin, branch, List.of(stock), now, now),
        new ChoreographyMessage.Committed(transaction, origin, stock),
        new TwoPhaseMessage.Prepare(transaction, origin, branch, now, now),
        new TwoPhaseMessage.Prepared(transaction, origin, stock, now));
  }

  @Test
  void busyAnswerHasTheseBytes() {
    assertBytes("01 00 05 03016e0509", new Envelope.ToNode(address(), new Answer.Busy()));
    assertBytes(
        "01 00 05 03016e050a", new Envelope.ToNode(address(), new Answer.Unavailable(false)));
    assertBytes(
        "01 00 05 03016e050b", new Envelope.ToNode(address(), new Answer.Unavailable(true)));
    assertBytes("01 00 05 03016e050c", new Envelope.ToNode(address(), new Answer.Unreadable()));
  }

  private static ReplyAddress address() {
    return new ReplyAddress("n", 5);
  }

  /**
   * @param expected the bytes after the start of the batch, for each message
   */
  private static void assertMessages(List<String> expected, Message... messages) {
    assertEquals(expected.size(), messages.length);
    for (int i = 0; i < messages.length; i++) {
      String bytes = "02" + expected.get(i).replace(" ", "");
      assertBytes(
          "01 00 %02x %s".formatted(bytes.length() / 2, bytes), new Envelope.ToShard(messages[i]));
    }
  }

  private static void assertBytes(String expected, Envelope envelope) {
    EnvelopeBatch.Writer writer = new EnvelopeBatch.Writer();
    writer.add(envelope);
    assertEquals(
        expected.replace(" ", ""), HexFormat.of().formatHex(writer.toBytes()), envelope::toString);
  }
}
