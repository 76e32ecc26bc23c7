package tercet.kernel.trace;

import static tercet.kernel.tcc.Tcc.Trying.AT_ONCE;
import static tercet.kernel.tcc.Tcc.Trying.IN_TURN;
import static tercet.kernel.trace.OneCheckout.APPLES;
import static tercet.kernel.trace.OneCheckout.COORDINATOR;
import static tercet.kernel.trace.OneCheckout.LATER;
import static tercet.kernel.trace.OneCheckout.O1;
import static tercet.kernel.trace.OneCheckout.ORIGIN;
import static tercet.kernel.trace.OneCheckout.STOCK_PART;
import static tercet.kernel.trace.OneCheckout.T1;
import static tercet.kernel.trace.OneCheckout.TAKEN;
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
import tercet.kernel.id.ShardId;
import tercet.kernel.tcc.Held;
import tercet.kernel.tcc.Released;
import tercet.kernel.tcc.Tcc;
import tercet.kernel.tcc.TccMessage;
import tercet.kernel.transaction.OpenTransaction;
import tercet.kernel.transaction.Tombstone;
import tercet.kernel.transaction.Transaction;

/** Either side of try-confirm-cancel decides every message in every state. */
final class TccEveryStateTest {

  @Test
  void participantInEveryState(TestInfo test) throws IOException {
    Map<String, UnaryOperator<TracedShop>> states = new TreeMap<>();
    states.put("nothing known, enough is free", shop -> shop.given(APPLES, apples(0)));
    states.put(
        "nothing known, others hold what it needs",
        shop -> shop.given(APPLES, apples(3).with(new Amount(1), new Amount(2), List.of())));
    states.put(
        "nothing known, never enough",
        shop -> shop.given(APPLES, apples(0).withAmount(new Amount(1))));
    states.put("held at once", knowing(2, held(AT_ONCE)));
    states.put("held in turn", knowing(2, held(IN_TURN)));
    states.put("released", knowing(0, new Released(AT_ONCE, at(2_500))));
    states.put("declined", knowing(0, new Tombstone.Declined(Reason.OUT_OF_STOCK, at(5_500))));
    states.put("settled", knowing(0, new Tombstone.Settled(at(5_500))));
    List<TccMessage> messages =
        List.of(
            attempt(AT_ONCE),
            attempt(IN_TURN),
            new TccMessage.Release(T1, O1, STOCK_PART, AT_ONCE, at(2_000)),
            new TccMessage.Cancel(T1, O1, COORDINATOR, STOCK_PART, at(2_000)),
            new TccMessage.Confirm(T1, O1, stock(0), at(2_000)));
    Golden.matches(OneCheckout.ofStock(Protocol.TCC, messages, states), test);
  }

  private static UnaryOperator<TracedShop> knowing(long held, StoredRecord known) {
    return shop -> shop.given(APPLES, apples(held)).given(branch(T1), known);
  }

  private static TccMessage attempt(int attempt) {
    return new TccMessage.Try(T1, ORIGIN, STOCK_PART, attempt, at(2_000), at(5_000));
  }

  private static Held held(int attempt) {
    return new Held(ORIGIN, TAKEN, attempt, at(5_000), 1, at(200));
  }

  @Test
  void coordinatorInEveryState(TestInfo test) throws IOException {
    Map<String, OpenTransaction> states = new TreeMap<>();
    states.put("at once, awaits it", trying(TRANSACTION, AT_ONCE, 0, stock(0)));
    states.put(
        "at once, awaits it and another", trying(TRANSACTION, AT_ONCE, 0, stock(0), payment(1)));
    states.put("at once, has its vote", trying(TRANSACTION, AT_ONCE, 0, payment(1)));
    states.put("in turn, another's turn", trying(TRANSACTION, IN_TURN, 0, payment(1)));
    states.put("in turn, its turn", trying(TRANSACTION, IN_TURN, 1, stock(0)));
    states.put("cancelling, awaits it", cancelling(stock(0)));
    states.put("cancelling, awaits it and another", cancelling(stock(0), payment(1)));
    states.put("cancelling, it is done", cancelling(payment(1)));
    states.put("a later transaction of the order", trying(LATER, AT_ONCE, 0, stock(0)));
    List<TccMessage> messages =
        List.of(
            new TccMessage.Held(T1, ORIGIN, stock(0), AT_ONCE, at(5_000)),
            new TccMessage.Held(T1, ORIGIN, stock(0), IN_TURN, at(5_000)),
            new TccMessage.Busy(T1, O1, COORDINATOR, stock(0), AT_ONCE),
            new TccMessage.Busy(T1, O1, COORDINATOR, stock(0), IN_TURN),
            new TccMessage.Declined(T1, O1, COORDINATOR, stock(0), Reason.OUT_OF_STOCK),
            new TccMessage.Cancelled(T1, O1, COORDINATOR, stock(0)));
    Golden.matches(OneCheckout.ofOrder(Protocol.TCC, messages, states), test);
  }

  private static Tcc trying(Transaction transaction, int attempt, int step, ShardId... awaiting) {
    return new Tcc.Trying(
        transaction, waiters(), attempt, step, List.of(awaiting), at(2_000), 1, at(200));
  }

  private static Tcc cancelling(ShardId... awaiting) {
    return new Tcc.Cancelling(
        TRANSACTION, waiters(), Reason.OUT_OF_CREDIT, List.of(awaiting), at(2_000), 1, at(200));
  }
}
