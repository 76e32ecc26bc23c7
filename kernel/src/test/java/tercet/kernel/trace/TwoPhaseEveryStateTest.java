package tercet.kernel.trace;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static tercet.kernel.trace.OneCheckout.APPLES;
import static tercet.kernel.trace.OneCheckout.COORDINATOR;
import static tercet.kernel.trace.OneCheckout.LATER;
import static tercet.kernel.trace.OneCheckout.O1;
import static tercet.kernel.trace.OneCheckout.ORIGIN;
import static tercet.kernel.trace.OneCheckout.STOCK_PART;
import static tercet.kernel.trace.OneCheckout.T1;
import static tercet.kernel.trace.OneCheckout.T2;
import static tercet.kernel.trace.OneCheckout.TRANSACTION;
import static tercet.kernel.trace.OneCheckout.apples;
import static tercet.kernel.trace.OneCheckout.at;
import static tercet.kernel.trace.OneCheckout.branch;
import static tercet.kernel.trace.OneCheckout.waiters;
import static tercet.kernel.trace.TracedShop.payment;
import static tercet.kernel.trace.TracedShop.stock;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import tercet.kernel.Protocol;
import tercet.kernel.command.Reason;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Amount;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.ShardId;
import tercet.kernel.transaction.OpenTransaction;
import tercet.kernel.transaction.Origin;
import tercet.kernel.transaction.Tombstone;
import tercet.kernel.transaction.Transaction;
import tercet.kernel.twophase.Prepared;
import tercet.kernel.twophase.Queued;
import tercet.kernel.twophase.TwoPhase;
import tercet.kernel.twophase.TwoPhaseMessage;

/** Either side of two-phase commit decides every message in every state. */
final class TwoPhaseEveryStateTest {
  private static final OrderId O2 = new OrderId("o2");
  private static final TwoPhaseMessage COMMIT =
      new TwoPhaseMessage.Commit(T1, O1, COORDINATOR, stock(0), at(2_000));

  @Test
  void participantInEveryState(TestInfo test) throws IOException {
    Map<String, UnaryOperator<TracedShop>> states = promisedStates();
    List<TwoPhaseMessage> messages =
        List.of(
            new TwoPhaseMessage.Prepare(T1, ORIGIN, STOCK_PART, at(2_000), at(5_000)),
            new TwoPhaseMessage.Abort(T1, O1, stock(0), at(2_000)));
    String committing = OneCheckout.ofStock(Protocol.TWO_PHASE_COMMIT, List.of(COMMIT), states);
    states.put("in line", TwoPhaseEveryStateTest::inLine);
    String other = OneCheckout.ofStock(Protocol.TWO_PHASE_COMMIT, messages, states);
    Golden.matches(other + committing, test);
  }

  @Test
  void nothingIsCommittedForOneThatStandsInLine() {
    TracedShop shop = inLine(new TracedShop(Protocol.TWO_PHASE_COMMIT));
    assertThrows(IllegalStateException.class, () -> shop.decide(COMMIT));
  }

  private static TracedShop inLine(TracedShop shop) {
    return shop.given(APPLES, apples(0, T2, T1))
        .given(branch(T2), prepared(O2))
        .given(branch(T1), queued(O1));
  }

  private static Map<String, UnaryOperator<TracedShop>> promisedStates() {
    Map<String, UnaryOperator<TracedShop>> states = new TreeMap<>();
    states.put("nothing known, no transaction in line", shop -> shop.given(APPLES, apples(0)));
    states.put(
        "nothing known, not enough",
        shop -> shop.given(APPLES, apples(0).withAmount(new Amount(1))));
    states.put(
        "nothing known, locked by another",
        shop -> shop.given(APPLES, apples(0, T2)).given(branch(T2), prepared(O2)));
    states.put(
        "prepared", shop -> shop.given(APPLES, apples(0, T1)).given(branch(T1), prepared(O1)));
    states.put(
        "prepared, another in line",
        shop ->
            shop.given(APPLES, apples(0, T1, T2))
                .given(branch(T1), prepared(O1))
                .given(branch(T2), queued(O2)));
    states.put("declined", over(new Tombstone.Declined(Reason.OUT_OF_STOCK, at(5_500))));
    states.put("settled", over(new Tombstone.Settled(at(5_500))));
    return states;
  }

  private static UnaryOperator<TracedShop> over(StoredRecord tombstone) {
    return shop -> shop.given(APPLES, apples(0)).given(branch(T1), tombstone);
  }

  private static Prepared prepared(OrderId order) {
    return new Prepared(new Origin(order, COORDINATOR, 1, 0), STOCK_PART, at(5_000), 1, at(200));
  }

  private static Queued queued(OrderId order) {
    return new Queued(new Origin(order, COORDINATOR, 1, 0), STOCK_PART, 0, at(5_000), at(5_000));
  }

  @Test
  void coordinatorInEveryState(TestInfo test) throws IOException {
    Map<String, OpenTransaction> states = new TreeMap<>();
    states.put("preparing, another's turn", preparing(TRANSACTION, 0));
    states.put("preparing, its turn", preparing(TRANSACTION, 1));
    states.put("committing, awaits it", committing(stock(0)));
    states.put("committing, awaits it and another", committing(stock(0), payment(1)));
    states.put("committing, it is done", committing(payment(1)));
    states.put("a later transaction of the order", preparing(LATER, 1));
    List<TwoPhaseMessage> messages =
        List.of(
            new TwoPhaseMessage.Prepared(T1, ORIGIN, stock(0), at(5_000)),
            new TwoPhaseMessage.Declined(T1, O1, COORDINATOR, stock(0), Reason.OUT_OF_STOCK),
            new TwoPhaseMessage.Committed(T1, O1, COORDINATOR, stock(0)));
    Golden.matches(OneCheckout.ofOrder(Protocol.TWO_PHASE_COMMIT, messages, states), test);
  }

  private static TwoPhase preparing(Transaction transaction, int step) {
    return new TwoPhase.Preparing(transaction, waiters(), step, at(2_000), 1, at(200));
  }

  private static TwoPhase committing(ShardId... awaiting) {
    return new TwoPhase.Committing(TRANSACTION, List.of(awaiting), at(2_000), 1, at(200));
  }
}
