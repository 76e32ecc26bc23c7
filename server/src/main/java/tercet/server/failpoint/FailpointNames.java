package tercet.server.failpoint;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import tercet.kernel.balance.Account;
import tercet.kernel.balance.Item;
import tercet.kernel.choreography.Choreography;
import tercet.kernel.choreography.ChoreographyMessage;
import tercet.kernel.choreography.Voted;
import tercet.kernel.decision.Message;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.dedupe.DedupeRecord;
import tercet.kernel.dedupe.IdempotencyRecord;
import tercet.kernel.order.Order;
import tercet.kernel.outcome.Applied;
import tercet.kernel.outcome.OutcomeMessage;
import tercet.kernel.outcome.Reconciliation;
import tercet.kernel.refund.RefundMessage;
import tercet.kernel.refund.Refunded;
import tercet.kernel.refund.Refunding;
import tercet.kernel.saga.Debited;
import tercet.kernel.saga.Saga;
import tercet.kernel.saga.SagaMessage;
import tercet.kernel.tcc.Held;
import tercet.kernel.tcc.Released;
import tercet.kernel.tcc.Tcc;
import tercet.kernel.tcc.TccMessage;
import tercet.kernel.transaction.Ruling;
import tercet.kernel.transaction.Tombstone;
import tercet.kernel.twophase.Prepared;
import tercet.kernel.twophase.Queued;
import tercet.kernel.twophase.TwoPhase;
import tercet.kernel.twophase.TwoPhaseMessage;

/**
 * The names of records and messages in {@code --halt-at}. These names stay when a class is renamed:
 * scripts of operators have them.
 */
public final class FailpointNames {
  private static final Map<Class<? extends StoredRecord>, String> RECORDS =
      Map.ofEntries(
          Map.entry(Item.class, "balance.Item"),
          Map.entry(Account.class, "balance.Account"),
          Map.entry(Order.Unpaid.class, "order.Unpaid"),
          Map.entry(Order.Paid.class, "order.Paid"),
          Map.entry(Order.Cancelled.class, "order.Cancelled"),
          Map.entry(Refunding.class, "refund.Refunding"),
          Map.entry(Refunded.class, "refund.Refunded"),
          Map.entry(DedupeRecord.class, "command.DedupeRecord"),
          Map.entry(IdempotencyRecord.class, "command.IdempotencyRecord"),
          Map.entry(Tombstone.Declined.class, "transaction.Declined"),
          Map.entry(Tombstone.Settled.class, "transaction.Settled"),
          Map.entry(Tombstone.Kept.class, "outcome.Kept"),
          Map.entry(Ruling.class, "transaction.Ruling"),
          Map.entry(Applied.class, "outcome.Applied"),
          Map.entry(Reconciliation.class, "outcome.Reconciliation"),
          Map.entry(Saga.Debiting.class, "saga.Debiting"),
          Map.entry(Saga.Compensating.class, "saga.Compensating"),
          Map.entry(Debited.class, "saga.Debited"),
          Map.entry(Tcc.Trying.class, "tcc.Trying"),
          Map.entry(Tcc.Cancelling.class, "tcc.Cancelling"),
          Map.entry(Held.class, "tcc.Held"),
          Map.entry(Released.class, "tcc.Released"),
          Map.entry(Choreography.class, "choreography.Choreography"),
          Map.entry(Voted.class, "choreography.Voted"),
          Map.entry(TwoPhase.Preparing.class, "twophase.Preparing"),
          Map.entry(TwoPhase.Committing.class, "twophase.Committing"),
          Map.entry(Prepared.class, "twophase.Prepared"),
          Map.entry(Queued.class, "twophase.Queued"));

  private static final Map<Class<? extends Message>, String> MESSAGES =
      Map.ofEntries(
          Map.entry(SagaMessage.Debit.class, "saga.Debit"),
          Map.entry(SagaMessage.Compensate.class, "saga.Compensate"),
          Map.entry(SagaMessage.Complete.class, "saga.Complete"),
          Map.entry(SagaMessage.Debited.class, "saga.Debited"),
          Map.entry(SagaMessage.Declined.class, "saga.Declined"),
          Map.entry(SagaMessage.Compensated.class, "saga.Compensated"),
          Map.entry(TccMessage.Try.class, "tcc.Try"),
          Map.entry(TccMessage.Release.class, "tcc.Release"),
          Map.entry(TccMessage.Cancel.class, "tcc.Cancel"),
          Map.entry(TccMessage.Confirm.class, "tcc.Confirm"),
          Map.entry(TccMessage.Held.class, "tcc.Held"),
          Map.entry(TccMessage.Busy.class, "tcc.Busy"),
          Map.entry(TccMessage.Declined.class, "tcc.Declined"),
          Map.entry(TccMessage.Cancelled.class, "tcc.Cancelled"),
          Map.entry(ChoreographyMessage.Debit.class, "choreography.Debit"),
          Map.entry(ChoreographyMessage.VoteYes.class, "choreography.VoteYes"),
          Map.entry(ChoreographyMessage.Committed.class, "choreography.Committed"),
          Map.entry(ChoreographyMessage.Declined.class, "choreography.Declined"),
          Map.entry(ChoreographyMessage.VoteRequest.class, "choreography.VoteRequest"),
          Map.entry(ChoreographyMessage.VoteAck.class, "choreography.VoteAck"),
          Map.entry(TwoPhaseMessage.Prepare.class, "twophase.Prepare"),
          Map.entry(TwoPhaseMessage.Commit.class, "twophase.Commit"),
          Map.entry(TwoPhaseMessage.Abort.class, "twophase.Abort"),
          Map.entry(TwoPhaseMessage.Prepared.class, "twophase.Prepared"),
          Map.entry(TwoPhaseMessage.Declined.class, "twophase.Declined"),
          Map.entry(TwoPhaseMessage.Committed.class, "twophase.Committed"),
          Map.entry(OutcomeMessage.Apply.class, "outcome.Apply"),
          Map.entry(OutcomeMessage.Revoke.class, "outcome.Revoke"),
          Map.entry(OutcomeMessage.Report.class, "outcome.Report"),
          Map.entry(OutcomeMessage.Unable.class, "outcome.Unable"),
          Map.entry(OutcomeMessage.Agreed.class, "outcome.Agreed"),
          Map.entry(RefundMessage.GiveBack.class, "refund.GiveBack"),
          Map.entry(RefundMessage.GivenBack.class, "refund.GivenBack"),
          Map.entry(RefundMessage.Closed.class, "refund.Closed"));

  private FailpointNames() {}

  /** The names of all records, in alphabetical order. */
  public static List<String> records() {
    return RECORDS.values().stream().sorted().toList();
  }

  /** The names of all messages, in alphabetical order. */
  public static List<String> messages() {
    return MESSAGES.values().stream().sorted().toList();
  }

  static String of(StoredRecord record) {
    return Objects.requireNonNull(RECORDS.get(record.getClass()), record::toString);
  }

  static String of(Message message) {
    return Objects.requireNonNull(MESSAGES.get(message.getClass()), message::toString);
  }
}
