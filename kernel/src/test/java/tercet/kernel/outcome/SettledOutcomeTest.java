package tercet.kernel.outcome;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tercet.kernel.Kernel;
import tercet.kernel.Protocol;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.Reason;
import tercet.kernel.command.ReplyAddress;
import tercet.kernel.command.RuledOutcome;
import tercet.kernel.command.SettleRuling;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.Finding;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.RecordView;
import tercet.kernel.decision.Request;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.CommandId;
import tercet.kernel.id.Key;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.kernel.id.TransactionId;
import tercet.kernel.id.UserId;
import tercet.kernel.order.Order;
import tercet.kernel.refund.RefundMessage;
import tercet.kernel.refund.Refunding;
import tercet.kernel.saga.StepOrder;
import tercet.kernel.tcc.Tcc;
import tercet.kernel.transaction.Branch;
import tercet.kernel.transaction.Origin;
import tercet.kernel.transaction.Ruling;
import tercet.kernel.transaction.Transaction;
import tercet.kernel.transaction.TransactionSettings;

/** An operator settles what a store that loses commits has left open. */
final class SettledOutcomeTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Shards SHARDS = new Shards(1);
  private static final ShardId ORDER = SHARDS.of(Service.ORDER).getFirst();
  private static final ShardId STOCK = SHARDS.of(Service.STOCK).getFirst();
  private static final ShardId PAYMENT = SHARDS.of(Service.PAYMENT).getFirst();
  private static final OrderId O1 = new OrderId("o");
  private static final TransactionId T1 = new TransactionId("t");
  private static final TransactionId REFUND = new TransactionId("c.refund");
  private static final Origin ORIGIN = new Origin(O1, ORDER, 7, 3);
  private static final Order.Unpaid UNPAID = new Order.Unpaid(new UserId("u"), List.of(), 7);
  private static final TransactionSettings SETTINGS =
      new TransactionSettings(
          Duration.ofSeconds(2),
          Duration.ofMillis(500),
          Duration.ofMillis(200),
          Duration.ofSeconds(2));

  private final Map<Key, StoredRecord> records = new HashMap<>();

  /** The store that was opened last has the fourth incarnation. */
  private final RecordView view =
      new RecordView() {
        @Override
        public @Nullable StoredRecord get(Key key) {
          return records.get(key);
        }

        @Override
        public long incarnation() {
          return 4;
        }

        @Override
        public boolean mayLack(long begun) {
          return begun <= 3;
        }
      };

  private Decision decide(Input input, TransactionSettings settings) {
    Decision decision =
        new Kernel(SHARDS, Protocol.TCC, StepOrder.PARALLEL, settings).decide(view, input, NOW);
    for (Decision.Change change : decision.changes()) {
      if (change.stored() == null) {
        records.remove(change.key());
      } else {
        records.put(change.key(), change.stored());
      }
    }
    return decision;
  }

  private Decision decide(Input input) {
    return decide(input, SETTINGS.losing(Duration.ofSeconds(1)));
  }

  private SettleRuling settle(
      TransactionId transaction, RuledOutcome settlement, TransactionSettings settings) {
    Command command =
        new Command.Settle(O1, transaction, ORIGIN.generation(), ORIGIN.incarnation(), settlement);
    Decision decision =
        decide(
            new Request(
                ORDER,
                new CommandId("op", false),
                command,
                new ReplyAddress("node", 1),
                NOW.plusSeconds(1),
                NOW.plusSeconds(2)),
            settings);
    return assertInstanceOf(Answer.SettleRuled.class, decision.replies().getFirst().answer())
        .ruling();
  }

  private SettleRuling settle(TransactionId transaction, RuledOutcome settlement) {
    return settle(transaction, settlement, SETTINGS.losing(Duration.ofSeconds(1)));
  }

  private Transaction transaction(TransactionId id) {
    return new Transaction(
        id, O1, 7, 3, NOW.minusSeconds(60), List.of(new Branch(STOCK, List.of()), payment()));
  }

  private static Branch payment() {
    return new Branch(PAYMENT, List.of());
  }

  private static OutcomeMessage.Report report(boolean applied) {
    return new OutcomeMessage.Report(T1, ORIGIN, PAYMENT, applied, true);
  }

  private static OutcomeMessage.Agreed agreed(boolean applied) {
    return new OutcomeMessage.Agreed(T1, ORIGIN, PAYMENT, applied);
  }

  @Test
  void participantThatGaveBackItsPartOfAPaidOrderIsClosed() {
    records.put(Key.order(O1, ORDER), UNPAID.paidBy(T1, Order.TIME_UNKNOWN));
    Decision asked = decide(report(false));
    assertEquals(Finding.Reason.PART_FORGOTTEN, asked.findings().getFirst().reason());
    assertEquals(SettleRuling.ORDER_PAID, settle(T1, RuledOutcome.UNPAID));
    assertEquals(SettleRuling.SETTLED, settle(T1, RuledOutcome.CLOSED));
    assertEquals(List.of(agreed(false)), decide(report(false)).messages());
    assertEquals(List.of(agreed(true)), decide(report(true)).messages());
  }

  @Test
  void reportsAboutAForgottenPaymentFollowTheRuling() {
    List<TransactionId> past =
        List.of("p1", "p2", "p3", "p4").stream().map(TransactionId::new).toList();
    records.put(Key.order(O1, ORDER), new Order.Unpaid(new UserId("u"), List.of(), 9, past));
    Decision asked = decide(report(true));
    assertEquals(Finding.Reason.PAYMENT_FORGOTTEN, asked.findings().getFirst().reason());
    assertEquals(SettleRuling.SETTLED, settle(T1, RuledOutcome.UNPAID));
    assertInstanceOf(OutcomeMessage.Revoke.class, decide(report(true)).messages().getFirst());
    assertEquals(List.of(agreed(false)), decide(report(false)).messages());
  }

  /** One that has given back has no part any more that it could do. */
  @Test
  void participantThatGaveBackKeepsThatWhereItIsRuledPaid() {
    assertEquals(SettleRuling.ORDER_NOT_PAID, settle(T1, RuledOutcome.PAID), "it was lost young");
    records.put(Key.ruling(T1, ORIGIN.incarnation(), ORDER), new Ruling(RuledOutcome.PAID));
    assertEquals(List.of(agreed(false)), decide(report(false)).messages());
  }

  @Test
  void outcomeThatAParticipantHasForgottenIsClosed() {
    Key key = Key.participation(T1, ORDER);
    records.put(Key.order(O1, ORDER), UNPAID.paidBy(T1, Order.TIME_UNKNOWN));
    records.put(key, reconciliation(NOW.plusSeconds(1)));
    assertEquals(SettleRuling.WAITING, settle(T1, RuledOutcome.CLOSED));
    records.put(key, reconciliation(NOW));
    assertEquals(SettleRuling.ONLY_CLOSED, settle(T1, RuledOutcome.PAID));
    assertEquals(SettleRuling.SETTLED, settle(T1, RuledOutcome.CLOSED));
    assertTrue(!records.containsKey(key), records::toString);
    assertEquals(List.of(agreed(false)), decide(report(false)).messages());
  }

  /** The part cannot be done again, and the order has forgotten its payment. */
  @Test
  void partThatCannotBeDoneAgainIsClosed() {
    records.put(Key.participation(T1, ORDER), reconciliation(NOW.plusSeconds(600)));
    Decision told = decide(new OutcomeMessage.Unable(T1, ORIGIN, PAYMENT, Reason.OUT_OF_CREDIT));
    assertEquals(Finding.Reason.PAYMENT_FORGOTTEN, told.findings().getFirst().reason());
    assertEquals(SettleRuling.SETTLED, settle(T1, RuledOutcome.CLOSED));
    assertTrue(!records.containsKey(Key.participation(T1, ORDER)), records::toString);
  }

  /** The records are those of before the checkout, so another one could pay the order again. */
  @Test
  void orderWithOlderRecordsIsPaidByWhatIsRuledPaid() {
    Key key = Key.order(O1, ORDER);
    records.put(key, UNPAID);
    assertEquals(SettleRuling.SETTLED, settle(T1, RuledOutcome.PAID, SETTINGS));
    assertEquals(UNPAID.paidBy(T1, NOW), records.get(key));
  }

  @Test
  void orderWithOlderRecordsStaysUnpaidOtherwise() {
    Key key = Key.order(O1, ORDER);
    records.put(key, UNPAID);
    assertEquals(SettleRuling.SETTLED, settle(T1, RuledOutcome.UNPAID, SETTINGS));
    assertEquals(UNPAID, records.get(key));
  }

  @Test
  void orderThatIsCheckedOutAgainIsNotRuledPaid() {
    Transaction other = transaction(new TransactionId("t2"));
    records.put(Key.order(O1, ORDER), UNPAID);
    records.put(
        Key.transaction(O1, ORDER),
        new Tcc.Trying(other, List.of(), 0, 0, List.of(PAYMENT), NOW, 1, NOW));
    assertEquals(SettleRuling.ORDER_BUSY, settle(T1, RuledOutcome.PAID, SETTINGS));
    assertEquals(UNPAID, records.get(Key.order(O1, ORDER)));
    assertEquals(SettleRuling.SETTLED, settle(T1, RuledOutcome.UNPAID, SETTINGS));
  }

  private Reconciliation reconciliation(Instant retainUntil) {
    return new Reconciliation(transaction(T1), true, List.of(PAYMENT), retainUntil, 1, NOW);
  }

  @Test
  void refundThatAParticipantHasForgottenIsClosed() {
    Key key = Key.participation(REFUND, ORDER);
    records.put(key, refunding(NOW.plusSeconds(1)));
    assertEquals(SettleRuling.WAITING, settle(REFUND, RuledOutcome.CLOSED));
    records.put(key, refunding(NOW));
    assertEquals(SettleRuling.SETTLED, settle(REFUND, RuledOutcome.CLOSED));
    assertTrue(!records.containsKey(key), records::toString);
  }

  private Refunding refunding(Instant retainUntil) {
    return new Refunding(
        transaction(REFUND), List.of(), List.of(PAYMENT), List.of(), retainUntil, NOW, 1, NOW);
  }

  /** The records are those of before pieces were cancelled. */
  @Test
  void refundThatTheOrderDoesNotShowIsClosed() {
    records.put(Key.order(O1, ORDER), UNPAID.paidBy(T1, Order.TIME_UNKNOWN));
    Input said = new RefundMessage.GivenBack(REFUND, ORIGIN, PAYMENT, false);
    Decision asked = decide(said, SETTINGS);
    assertEquals(Finding.Reason.RECORDS_OLDER, asked.findings().getFirst().reason());
    assertEquals(SettleRuling.ONLY_CLOSED, settle(REFUND, RuledOutcome.PAID, SETTINGS));
    assertEquals(SettleRuling.SETTLED, settle(REFUND, RuledOutcome.CLOSED, SETTINGS));
    assertInstanceOf(RefundMessage.Closed.class, decide(said, SETTINGS).messages().getFirst());
  }

  /** Its participant is all that keeps a second cancellation from giving back again. */
  @Test
  void refundOfAWholeOrderIsCancelledAgainInstead() {
    records.put(Key.order(O1, ORDER), UNPAID.paidBy(T1, Order.TIME_UNKNOWN));
    TransactionId whole =
        UNPAID.paidBy(T1, Order.TIME_UNKNOWN).cancelled(Order.TIME_UNKNOWN).refund();
    assertEquals(SettleRuling.CANCEL_AGAIN, settle(whole, RuledOutcome.CLOSED, SETTINGS));
  }
}
