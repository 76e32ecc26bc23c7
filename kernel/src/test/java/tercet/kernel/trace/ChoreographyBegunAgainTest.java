package tercet.kernel.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static tercet.kernel.trace.OneCheckout.COORDINATOR;
import static tercet.kernel.trace.OneCheckout.O1;
import static tercet.kernel.trace.OneCheckout.T1;
import static tercet.kernel.trace.OneCheckout.at;
import static tercet.kernel.trace.TracedShop.line;
import static tercet.kernel.trace.TracedShop.payment;
import static tercet.kernel.trace.TracedShop.stock;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tercet.kernel.Kernel;
import tercet.kernel.Protocol;
import tercet.kernel.choreography.ChoreographyMessage;
import tercet.kernel.choreography.Voted;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.Message;
import tercet.kernel.decision.RecordView;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Amount;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.Key;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.kernel.id.UserId;
import tercet.kernel.order.Order;
import tercet.kernel.outcome.Applied;
import tercet.kernel.outcome.OutcomeMessage;
import tercet.kernel.saga.StepOrder;
import tercet.kernel.transaction.Branch;
import tercet.kernel.transaction.Debit;
import tercet.kernel.transaction.Origin;
import tercet.kernel.transaction.Reservation;
import tercet.kernel.transaction.Transaction;

/**
 * The order's shard has lost a transaction, and begins it again under the same id with other parts.
 * Votes for the lost one must not count for the other.
 */
final class ChoreographyBegunAgainTest {
  private static final long LOST = 3;
  private static final long AGAIN = 4;
  private static final ShardId SELF = stock(0);
  private static final ShardId PEER = payment(0);
  private static final Key BRANCH = Key.participation(T1, SELF);
  private static final Key OPEN = Key.transaction(O1, COORDINATOR);
  private static final Order.Unpaid UNPAID =
      new Order.Unpaid(new UserId("ann"), List.of(line(2, "apple", 6)), 1);
  private static final List<Reservation> TAKEN =
      List.of(new Reservation(new ItemId("apple"), new Amount(1), 1));

  private static Origin origin(long incarnation) {
    return new Origin(O1, COORDINATOR, 1, incarnation);
  }

  private static StoredRecord voted() {
    List<ShardId> all = List.of(PEER, COORDINATOR);
    return new Voted(origin(LOST), TAKEN, true, List.of(PEER), all, at(5_000), 1, at(10));
  }

  private static StoredRecord applied() {
    return new Applied(origin(LOST), TAKEN, at(1), 0, at(10));
  }

  private static Message debit(long incarnation) {
    Branch branch = new Branch(SELF, List.of(new Debit(new ItemId("apple"), new Amount(2))));
    return new ChoreographyMessage.Debit(
        T1, origin(incarnation), branch, List.of(SELF, PEER), at(900), at(5_000));
  }

  private static Message vote(ShardId to, ShardId from, long incarnation) {
    return new ChoreographyMessage.VoteYes(T1, O1, to, from, incarnation, false);
  }

  private static Message poll(long incarnation) {
    return new ChoreographyMessage.VoteRequest(T1, O1, SELF, COORDINATOR, incarnation, at(5_000));
  }

  @Test
  void participantThatVotedForTheLostOneVotesForNoOther() {
    assertEquals(Decision.NOTHING, decide(BRANCH, voted(), debit(AGAIN)));
    Message told = only(decide(BRANCH, voted(), debit(LOST)));
    assertEquals(LOST, assertInstanceOf(ChoreographyMessage.VoteYes.class, told).incarnation());
  }

  @Test
  void participantCountsNoVoteOfAPeerForTheOther() {
    assertEquals(Decision.NOTHING, decide(BRANCH, voted(), vote(SELF, PEER, AGAIN)));
    assertEquals(1, decide(BRANCH, voted(), vote(SELF, PEER, LOST)).changes().size());
  }

  @Test
  void participantSaysNoWhenItIsPolledForTheOther() {
    for (StoredRecord known : List.of(voted(), applied())) {
      Decision decision = decide(BRANCH, known, poll(AGAIN));
      assertInstanceOf(ChoreographyMessage.Declined.class, only(decision));
      assertEquals(List.of(), decision.changes());
      assertInstanceOf(ChoreographyMessage.VoteYes.class, only(decide(BRANCH, known, poll(LOST))));
    }
  }

  @Test
  void participantThatHasDoneTheLostOneReportsIt() {
    Message told = only(decide(BRANCH, applied(), debit(AGAIN)));
    assertEquals(origin(LOST), assertInstanceOf(OutcomeMessage.Report.class, told).origin());
  }

  @Test
  void orderIsNotPaidByVotesForTheLostOne() {
    StoredRecord open = open();
    Message told = only(decide(OPEN, open, vote(COORDINATOR, SELF, LOST)));
    assertInstanceOf(ChoreographyMessage.Declined.class, told, "it gives back what it took");
    assertFalse(decide(OPEN, open, vote(COORDINATOR, SELF, AGAIN)).changes().isEmpty());
  }

  @Test
  void orderIsNotPaidByParticipantsThatCommittedTheLostOne() {
    Decision decision =
        decide(OPEN, open(), new ChoreographyMessage.Committed(T1, origin(LOST), SELF));
    assertEquals(List.of(), decision.changes());
    assertInstanceOf(ChoreographyMessage.Declined.class, only(decision));
  }

  private static StoredRecord open() {
    Transaction transaction = Transaction.of(T1, O1, UNPAID, AGAIN, at(5_000), new Shards(4));
    return OneCheckout.awaiting(Protocol.CHOREOGRAPHY, transaction);
  }

  private static Message only(Decision decision) {
    assertEquals(1, decision.messages().size(), decision::toString);
    return decision.messages().getFirst();
  }

  private static Decision decide(Key key, StoredRecord known, Message message) {
    Map<Key, StoredRecord> records = Map.of(key, known, Key.order(O1, COORDINATOR), UNPAID);
    RecordView view =
        new RecordView() {
          @Override
          public @Nullable StoredRecord get(Key wanted) {
            return records.get(wanted);
          }

          @Override
          public long incarnation() {
            return AGAIN;
          }
        };
    return new Kernel(
            new Shards(4),
            Protocol.CHOREOGRAPHY,
            StepOrder.PARALLEL,
            TracedShop.SETTINGS.losing(Duration.ofSeconds(10)))
        .decide(view, message, at(1));
  }
}
