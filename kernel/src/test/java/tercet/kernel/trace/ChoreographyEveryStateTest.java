package tercet.kernel.trace;

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
import tercet.kernel.choreography.Choreography;
import tercet.kernel.choreography.ChoreographyMessage;
import tercet.kernel.choreography.Voted;
import tercet.kernel.command.Reason;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.ShardId;
import tercet.kernel.transaction.OpenTransaction;
import tercet.kernel.transaction.Tombstone;
import tercet.kernel.transaction.Transaction;

/** Either side of a choreographed saga decides every message in every state. */
final class ChoreographyEveryStateTest {

  @Test
  void participantInEveryState(TestInfo test) throws IOException {
    Map<String, UnaryOperator<TracedShop>> states = new TreeMap<>();
    List<ShardId> others = List.of(payment(1), COORDINATOR);
    states.put("nothing known", shop -> shop.given(APPLES, apples(0)));
    states.put("voted, no peer has answered", knowing(voted(List.of(payment(1)), others)));
    states.put("voted, its vote is heard", knowing(voted(List.of(payment(1)), List.of())));
    states.put("voted, has all votes", knowing(voted(List.of(), others)));
    states.put("voted, has all votes, unheard by the peer", knowing(voted(List.of(), peer())));
    states.put("declined", knowing(new Tombstone.Declined(Reason.OUT_OF_STOCK, at(5_500))));
    states.put("committed", knowing(new Tombstone.Settled(at(5_500))));
    ShardId self = stock(0);
    List<ChoreographyMessage> messages =
        List.of(
            new ChoreographyMessage.Debit(
                T1, ORIGIN, STOCK_PART, TRANSACTION.participants(), at(2_000), at(5_000)),
            new ChoreographyMessage.VoteYes(T1, O1, self, payment(1), 0, false),
            new ChoreographyMessage.VoteYes(T1, O1, self, payment(1), 0, true),
            declined(self, payment(1)),
            new ChoreographyMessage.VoteRequest(T1, O1, self, payment(1), 0, at(5_000)),
            new ChoreographyMessage.VoteAck(T1, O1, self, payment(1)));
    Golden.matches(OneCheckout.ofStock(Protocol.CHOREOGRAPHY, messages, states), test);
  }

  private static List<ShardId> peer() {
    return List.of(payment(1));
  }

  private static UnaryOperator<TracedShop> knowing(StoredRecord known) {
    return shop ->
        shop.given(APPLES, apples(known instanceof Voted ? 2 : 0)).given(branch(T1), known);
  }

  private static Voted voted(List<ShardId> awaiting, List<ShardId> unheard) {
    return new Voted(ORIGIN, TAKEN, true, awaiting, unheard, at(5_000), 1, at(200));
  }

  private static ChoreographyMessage declined(ShardId to, ShardId from) {
    return new ChoreographyMessage.Declined(T1, O1, to, from, Reason.OUT_OF_CREDIT, at(5_000));
  }

  @Test
  void orderInEveryState(TestInfo test) throws IOException {
    Map<String, OpenTransaction> states = new TreeMap<>();
    states.put("awaits it", asking(TRANSACTION, stock(0)));
    states.put("awaits it and another", asking(TRANSACTION, stock(0), payment(1)));
    states.put("has its vote", asking(TRANSACTION, payment(1)));
    states.put("a later transaction of the order", asking(LATER, stock(0)));
    List<ChoreographyMessage> messages =
        List.of(
            new ChoreographyMessage.VoteYes(T1, O1, COORDINATOR, stock(0), 0, false),
            new ChoreographyMessage.Committed(T1, ORIGIN, stock(0)),
            declined(COORDINATOR, stock(0)));
    Golden.matches(OneCheckout.ofOrder(Protocol.CHOREOGRAPHY, messages, states), test);
  }

  private static Choreography asking(Transaction transaction, ShardId... awaiting) {
    return new Choreography(transaction, waiters(), List.of(awaiting), 1, at(200));
  }
}
