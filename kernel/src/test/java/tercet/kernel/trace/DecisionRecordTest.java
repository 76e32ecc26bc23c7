package tercet.kernel.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tercet.kernel.trace.OneCheckout.COORDINATOR;
import static tercet.kernel.trace.OneCheckout.O1;
import static tercet.kernel.trace.OneCheckout.T1;
import static tercet.kernel.trace.OneCheckout.T2;
import static tercet.kernel.trace.OneCheckout.at;
import static tercet.kernel.trace.TracedShop.line;
import static tercet.kernel.trace.TracedShop.stock;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tercet.kernel.Kernel;
import tercet.kernel.Protocol;
import tercet.kernel.command.Command;
import tercet.kernel.command.Range;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.Finding;
import tercet.kernel.decision.Message;
import tercet.kernel.decision.RecordView;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Amount;
import tercet.kernel.id.Key;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.Shards;
import tercet.kernel.id.TransactionId;
import tercet.kernel.id.UserId;
import tercet.kernel.order.Order;
import tercet.kernel.saga.SagaMessage;
import tercet.kernel.saga.StepOrder;
import tercet.kernel.tcc.TccMessage;
import tercet.kernel.transaction.Branch;
import tercet.kernel.transaction.Origin;
import tercet.kernel.transaction.Transaction;
import tercet.kernel.twophase.TwoPhaseMessage;

/** The order's shard answers from the order's record about a transaction that is not open. */
final class DecisionRecordTest {
  private static final long INCARNATION = 3;
  private static final Order.Unpaid UNPAID =
      new Order.Unpaid(new UserId("ann"), List.of(line(2, "apple", 6)), 1);

  /** Those in which the order's shard decides. */
  enum Coordinated {
    TCC,
    SAGA,
    TWO_PHASE_COMMIT
  }

  @ParameterizedTest
  @EnumSource
  void orderThatItPaidSaysThatItIsCommitted(Coordinated protocol) {
    assertEquals(
        List.of(commit(protocol)),
        ask(protocol, UNPAID.paidBy(T1, Order.TIME_UNKNOWN), 1, INCARNATION));
  }

  @ParameterizedTest
  @EnumSource
  void unpaidOrderSaysThatItIsAborted(Coordinated protocol) {
    assertEquals(List.of(abort(protocol)), ask(protocol, UNPAID, 1, INCARNATION));
    assertEquals(List.of(abort(protocol)), ask(protocol, UNPAID, 2, INCARNATION));
  }

  @ParameterizedTest
  @EnumSource
  void orderThatAnotherPaidSaysThatItIsAborted(Coordinated protocol) {
    assertEquals(
        List.of(abort(protocol)),
        ask(protocol, UNPAID.paidBy(T2, Order.TIME_UNKNOWN), 1, INCARNATION));
  }

  @ParameterizedTest
  @EnumSource
  void orderThatWasOverwrittenRemembersThatItWasPaid(Coordinated protocol) {
    Order.Unpaid again = new Order.Unpaid(UNPAID.user(), UNPAID.lines(), 2, List.of(T1));
    assertEquals(List.of(commit(protocol)), ask(protocol, again, 1, INCARNATION));
    assertEquals(
        List.of(commit(protocol)),
        ask(protocol, again.paidBy(T2, Order.TIME_UNKNOWN), 1, INCARNATION));
  }

  @ParameterizedTest
  @EnumSource
  void missingOrderDecidesNothing(Coordinated protocol) {
    assertEquals(
        List.of(finding(Finding.Reason.ORDER_MISSING, 1, INCARNATION)),
        ask(protocol, null, 1, INCARNATION));
  }

  @ParameterizedTest
  @EnumSource
  void olderRecordsDecideNothingButWhatTheyKnow(Coordinated protocol) {
    assertEquals(
        List.of(finding(Finding.Reason.RECORDS_OLDER, 1, INCARNATION + 1)),
        ask(protocol, UNPAID, 1, INCARNATION + 1));
    assertEquals(
        List.of(commit(protocol)),
        ask(protocol, UNPAID.paidBy(T1, Order.TIME_UNKNOWN), 1, INCARNATION + 1));
    assertEquals(List.of(abort(protocol)), ask(protocol, UNPAID, 1, 0), "of an earlier version");
  }

  @ParameterizedTest
  @EnumSource
  void orderThatHasForgottenPaymentsDecidesOnlyAboutItsOwnFilling(Coordinated protocol) {
    List<TransactionId> past =
        IntStream.range(0, Order.MAX_PAST).mapToObj(i -> new TransactionId("p" + i)).toList();
    Order.Unpaid old = new Order.Unpaid(UNPAID.user(), UNPAID.lines(), 9, past);
    assertEquals(
        List.of(finding(Finding.Reason.PAYMENT_FORGOTTEN, 1, INCARNATION)),
        ask(protocol, old, 1, INCARNATION));
    assertEquals(List.of(abort(protocol)), ask(protocol, old, 9, INCARNATION));
  }

  /** A vote of the attempt that the store lost does not count for the one begun again. */
  @ParameterizedTest
  @EnumSource
  void voteOfAnEarlierLifeOfTheSameAttemptDoesNotCount(Coordinated protocol) {
    Map<Key, StoredRecord> records = new HashMap<>();
    records.put(Key.order(O1, COORDINATOR), UNPAID);
    Transaction transaction = Transaction.of(T1, O1, UNPAID, 4, at(5_000), new Shards(4));
    Key open = Key.transaction(O1, COORDINATOR);
    records.put(open, OneCheckout.awaiting(Protocol.valueOf(protocol.name()), transaction));
    Decision early = decide(protocol, records, vote(protocol, 1, 3), 5);
    assertEquals(Decision.NOTHING, early);
    Decision counted = decide(protocol, records, vote(protocol, 1, 4), 5);
    assertTrue(!counted.changes().isEmpty(), counted::toString);
  }

  @Test
  void batchInitCarriesPaymentsOver() {
    TracedShop shop = new TracedShop(Protocol.TCC).item("0", 50, 3).user("0", 1_000);
    shop.order("7", "0", line(2, "0", 6));
    for (int round = 0; round <= Order.MAX_PAST; round++) {
      shop.checkout("c" + round, "7").deliverAll();
      shop.ask("i" + round, new Command.InitOrders(new Range(7, 8), 1, 1, new Amount(1), 42));
    }
    List<TransactionId> latest =
        IntStream.rangeClosed(1, Order.MAX_PAST)
            .mapToObj(round -> new TransactionId("c" + (Order.MAX_PAST + 1 - round)))
            .toList();
    Order.Unpaid order = assertInstanceOf(Order.Unpaid.class, shop.find("7"));
    assertEquals(latest, order.past());
    shop.checkout("last", "7").deliverAll();
    assertEquals(latest, assertInstanceOf(Order.Paid.class, shop.find("7")).past());
  }

  private static List<Object> ask(
      Coordinated protocol, @Nullable Order order, long generation, long incarnation) {
    Map<Key, StoredRecord> records = new HashMap<>();
    if (order != null) {
      records.put(Key.order(O1, COORDINATOR), order);
    }
    Message vote = vote(protocol, generation, incarnation);
    Decision decision = decide(protocol, records, vote, INCARNATION);
    assertEquals(List.of(), decision.changes());
    return decision.findings().isEmpty()
        ? List.copyOf(decision.messages())
        : List.copyOf(decision.findings());
  }

  private static Decision decide(
      Coordinated protocol, Map<Key, StoredRecord> records, Message vote, long incarnation) {
    RecordView view =
        new RecordView() {
          @Override
          public @Nullable StoredRecord get(Key key) {
            return records.get(key);
          }

          @Override
          public long incarnation() {
            return incarnation;
          }
        };
    return new Kernel(
            new Shards(4),
            Protocol.valueOf(protocol.name()),
            StepOrder.PARALLEL,
            TracedShop.SETTINGS)
        .decide(view, vote, at(1));
  }

  private static Message vote(Coordinated protocol, long generation, long incarnation) {
    Origin origin = new Origin(O1, COORDINATOR, generation, incarnation);
    return switch (protocol) {
      case TCC -> new TccMessage.Held(T1, origin, stock(0), 0, at(5_000));
      case SAGA -> new SagaMessage.Debited(T1, origin, stock(0), at(5_000));
      case TWO_PHASE_COMMIT -> new TwoPhaseMessage.Prepared(T1, origin, stock(0), at(5_000));
    };
  }

  private static Message commit(Coordinated protocol) {
    OrderId order = O1;
    return switch (protocol) {
      case TCC -> new TccMessage.Confirm(T1, order, stock(0), at(5_000));
      case SAGA -> new SagaMessage.Complete(T1, order, stock(0), at(5_000));
      case TWO_PHASE_COMMIT ->
          new TwoPhaseMessage.Commit(T1, order, COORDINATOR, stock(0), at(5_000));
    };
  }

  private static Message abort(Coordinated protocol) {
    Branch branch = Branch.unknown(stock(0));
    return switch (protocol) {
      case TCC -> new TccMessage.Cancel(T1, O1, COORDINATOR, branch, at(5_000));
      case SAGA -> new SagaMessage.Compensate(T1, O1, COORDINATOR, branch, at(5_000));
      case TWO_PHASE_COMMIT -> new TwoPhaseMessage.Abort(T1, O1, stock(0), at(5_000));
    };
  }

  private static Finding finding(Finding.Reason reason, long generation, long incarnation) {
    return new Origin(O1, COORDINATOR, generation, incarnation).finding(T1, stock(0), reason);
  }
}
