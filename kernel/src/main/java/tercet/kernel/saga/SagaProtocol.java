package tercet.kernel.saga;

import java.time.Instant;
import java.util.List;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.RecordView;
import tercet.kernel.id.Key;
import tercet.kernel.transaction.Coordinator;
import tercet.kernel.transaction.TransactionKeys;
import tercet.kernel.transaction.TransactionSettings;

/** Both sides of a saga: which of them decides what. */
public final class SagaProtocol {
  private final SagaCoordinator coordinator;
  private final SagaParticipant participant;

  public SagaProtocol(StepOrder stepOrder, TransactionSettings settings) {
    this.coordinator = new SagaCoordinator(stepOrder, settings);
    this.participant = new SagaParticipant(settings);
  }

  public Coordinator coordinator() {
    return coordinator;
  }

  /** The records that deciding a message may read. */
  public static List<Key> keys(SagaMessage message) {
    return switch (message) {
      case SagaMessage.ToParticipant asked ->
          TransactionKeys.ofPart(asked.transaction(), asked.branch());
      case SagaMessage.Complete complete ->
          List.of(Key.participation(complete.transaction(), complete.to()));
      case SagaMessage.ToCoordinator vote -> TransactionKeys.ofVote(vote.order(), vote.to());
    };
  }

  public Decision decide(RecordView records, SagaMessage message, Instant now) {
    return switch (message) {
      case SagaMessage.Debit debit -> participant.debit(records, debit, now);
      case SagaMessage.Compensate compensate -> participant.compensate(records, compensate);
      case SagaMessage.Complete complete -> participant.complete(records, complete, now);
      case SagaMessage.Debited debited -> coordinator.debited(records, debited, now);
      case SagaMessage.Declined declined -> coordinator.declined(records, declined, now);
      case SagaMessage.Compensated compensated ->
          coordinator.compensated(records, compensated, now);
    };
  }

  /** Aborts an undecided one, as at its deadline. */
  public void abort(
      Decision.Builder decision, RecordView records, Key key, Saga saga, Instant now) {
    coordinator.abort(decision, records, key, saga, now);
  }

  /** Its time has come. */
  public Decision wake(RecordView records, Key key, Saga saga, Instant now) {
    return coordinator.wake(records, key, saga, now);
  }

  /** Its time has come. */
  public Decision wake(Key key, Debited debited, Instant now) {
    return participant.wake(key, debited, now);
  }
}
