package tercet.testing.contract;

import static tercet.testing.contract.EnvelopeSamples.at;

import java.util.ArrayList;
import java.util.List;
import tercet.kernel.choreography.ChoreographyMessage;
import tercet.kernel.command.Reason;
import tercet.kernel.command.Refusal;
import tercet.kernel.decision.Message;
import tercet.kernel.id.Amount;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.TransactionId;
import tercet.kernel.outcome.OutcomeMessage;
import tercet.kernel.refund.RefundMessage;
import tercet.kernel.saga.SagaMessage;
import tercet.kernel.tcc.TccMessage;
import tercet.kernel.transaction.Branch;
import tercet.kernel.transaction.Debit;
import tercet.kernel.transaction.Origin;
import tercet.kernel.twophase.TwoPhaseMessage;

/** One message of each kind between shards. */
final class MessageSamples {
  private static final TransactionId T = new TransactionId("t-1");
  private static final OrderId ORDER = new OrderId("order 1/ä€😀");
  private static final ShardId COORDINATOR = TransportContract.SHARDS.of(ORDER);
  private static final ShardId HERE = TransportContract.SHARDS.of(Service.STOCK).get(3);
  private static final ShardId THERE = TransportContract.SHARDS.of(Service.PAYMENT).get(0);
  private static final Branch PART =
      new Branch(HERE, List.of(debit("a", 0), debit("b", Amount.MAX)));

  private static final Origin ORIGIN = new Origin(ORDER, COORDINATOR, -3, 7);
  private static final Origin UNKNOWN = Origin.unknown(ORDER, COORDINATOR);

  private MessageSamples() {}

  private static Debit debit(String item, long amount) {
    return new Debit(new ItemId(item), new Amount(amount));
  }

  static List<Message> all() {
    List<Message> messages = new ArrayList<>();
    messages.addAll(saga());
    messages.addAll(tcc());
    messages.addAll(choreography());
    messages.addAll(twoPhase());
    messages.addAll(outcomes());
    messages.addAll(refunds());
    for (Reason refusal : Reason.values()) {
      messages.add(new SagaMessage.Declined(T, ORDER, COORDINATOR, HERE, refusal));
    }
    ItemId item = new ItemId("a");
    for (Refusal detailed :
        List.of(
            new Refusal.Unknown(item),
            new Refusal.Shortage(item, new Amount(Amount.MAX), new Amount(1)))) {
      messages.add(new SagaMessage.Declined(T, ORDER, COORDINATOR, HERE, detailed));
      messages.add(new TccMessage.Declined(T, ORDER, COORDINATOR, HERE, detailed));
      messages.add(new TwoPhaseMessage.Declined(T, ORDER, COORDINATOR, HERE, detailed));
      messages.add(new ChoreographyMessage.Declined(T, ORDER, HERE, THERE, detailed, at(5)));
      messages.add(new OutcomeMessage.Unable(T, ORIGIN, HERE, detailed));
    }
    return messages;
  }

  private static List<Message> saga() {
    return List.of(
        new SagaMessage.Debit(T, ORIGIN, PART, at(2), at(5)),
        new SagaMessage.Debit(T, UNKNOWN, PART, at(2), at(5)),
        new SagaMessage.Compensate(T, ORDER, COORDINATOR, PART, at(2)),
        new SagaMessage.Complete(T, ORDER, HERE, at(2)),
        new SagaMessage.Debited(T, ORIGIN, HERE, at(5)),
        new SagaMessage.Debited(T, UNKNOWN, HERE, at(5)),
        new SagaMessage.Compensated(T, ORDER, COORDINATOR, HERE));
  }

  private static List<Message> tcc() {
    return List.of(
        new TccMessage.Try(T, ORIGIN, PART, 1, at(2), at(5)),
        new TccMessage.Try(T, UNKNOWN, PART, 1, at(2), at(5)),
        new TccMessage.Release(T, ORDER, PART, 0, at(2)),
        new TccMessage.Cancel(T, ORDER, COORDINATOR, PART, at(2)),
        new TccMessage.Confirm(T, ORDER, HERE, at(2)),
        new TccMessage.Held(T, ORIGIN, HERE, 1, at(5)),
        new TccMessage.Held(T, UNKNOWN, HERE, 1, at(5)),
        new TccMessage.Busy(T, ORDER, COORDINATOR, HERE, 0),
        new TccMessage.Declined(T, ORDER, COORDINATOR, HERE, Reason.OUT_OF_STOCK),
        new TccMessage.Cancelled(T, ORDER, COORDINATOR, HERE));
  }

  private static List<Message> choreography() {
    List<ShardId> both = List.of(HERE, THERE);
    return List.of(
        new ChoreographyMessage.Debit(T, ORIGIN, PART, both, at(2), at(5)),
        new ChoreographyMessage.Debit(T, UNKNOWN, PART, both, at(2), at(5)),
        new ChoreographyMessage.VoteYes(T, ORDER, HERE, THERE, 300, true),
        new ChoreographyMessage.VoteYes(T, ORDER, COORDINATOR, THERE, 300, false),
        new ChoreographyMessage.Declined(T, ORDER, HERE, THERE, Reason.OUT_OF_CREDIT, at(5)),
        new ChoreographyMessage.VoteRequest(T, ORDER, HERE, THERE, 300, at(5)),
        new ChoreographyMessage.Committed(T, ORIGIN, HERE),
        new ChoreographyMessage.VoteAck(T, ORDER, HERE, COORDINATOR));
  }

  private static List<Message> twoPhase() {
    return List.of(
        new TwoPhaseMessage.Prepare(T, ORIGIN, PART, at(2), at(5)),
        new TwoPhaseMessage.Prepare(T, UNKNOWN, PART, at(2), at(5)),
        new TwoPhaseMessage.Commit(T, ORDER, COORDINATOR, HERE, at(2)),
        new TwoPhaseMessage.Abort(T, ORDER, HERE, at(2)),
        new TwoPhaseMessage.Prepared(T, ORIGIN, HERE, at(5)),
        new TwoPhaseMessage.Prepared(T, UNKNOWN, HERE, at(5)),
        new TwoPhaseMessage.Declined(T, ORDER, COORDINATOR, HERE, Reason.OUT_OF_STOCK),
        new TwoPhaseMessage.Committed(T, ORDER, COORDINATOR, HERE));
  }

  private static List<Message> refunds() {
    return List.of(
        new RefundMessage.GiveBack(T, ORIGIN, PART, at(2), at(60)),
        new RefundMessage.GivenBack(T, ORIGIN, HERE, false),
        new RefundMessage.GivenBack(T, ORIGIN, HERE, true),
        new RefundMessage.Closed(T, ORIGIN, HERE, at(2)));
  }

  private static List<Message> outcomes() {
    return List.of(
        new OutcomeMessage.Apply(T, ORIGIN, PART, at(2), at(60)),
        new OutcomeMessage.Revoke(T, ORIGIN, PART, at(2), at(60)),
        new OutcomeMessage.Report(T, ORIGIN, HERE, true, false),
        new OutcomeMessage.Unable(T, ORIGIN, HERE, Reason.OUT_OF_STOCK),
        new OutcomeMessage.Agreed(T, ORIGIN, HERE, true));
  }
}
