package tercet.kernel.saga;

import java.time.Instant;
import java.util.List;
import tercet.kernel.Decision;
import tercet.kernel.Key;
import tercet.kernel.Records;
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
          TransactionKeys.ofPart(asked.transaction(), asked.part());
      case SagaMessage.Keep keep ->
          List.of(TransactionKeys.participation(keep.transaction(), keep.to()));
      case SagaMessage.ToCoordinator vote -> TransactionKeys.ofVote(vote.order(), vote.to());
    };
  }

  public Decision decide(Records records, SagaMessage message, Instant now) {
    return switch (message) {
      case SagaMessage.Debit debit -> participant.debit(records, debit, now);
      case SagaMessage.Undo undo -> participant.undo(records, undo);
      case SagaMessage.Keep keep -> participant.keep(records, keep);
      case SagaMessage.Debited debited -> coordinator.debited(records, debited, now);
      case SagaMessage.Declined declined -> coordinator.declined(records, declined, now);
      case SagaMessage.Undone undone -> coordinator.undone(records, undone, now);
    };
  }

  /** Its time has come. */
  public Decision wake(Key key, Saga saga, Instant now) {
    return coordinator.wake(key, saga, now);
  }

  /** Its time has come. */
  public Decision wake(Key key, Debited debited, Instant now) {
    return participant.wake(key, debited, now);
  }
}
