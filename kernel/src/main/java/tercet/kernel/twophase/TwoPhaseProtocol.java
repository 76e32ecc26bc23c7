package tercet.kernel.twophase;

import java.time.Instant;
import java.util.List;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.RecordView;
import tercet.kernel.id.Key;
import tercet.kernel.transaction.Coordinator;
import tercet.kernel.transaction.TransactionKeys;
import tercet.kernel.transaction.TransactionSettings;

/** Both sides of two-phase commit: which of them decides what. */
public final class TwoPhaseProtocol {
  private final TwoPhaseCoordinator coordinator;
  private final TwoPhaseParticipant participant;

  public TwoPhaseProtocol(TransactionSettings settings) {
    this.coordinator = new TwoPhaseCoordinator(settings);
    this.participant = new TwoPhaseParticipant(settings);
  }

  public Coordinator coordinator() {
    return coordinator;
  }

  /** The records that deciding a message may read, but for those of others who stand in line. */
  public static List<Key> keys(TwoPhaseMessage message) {
    return switch (message) {
      case TwoPhaseMessage.Prepare prepare ->
          TransactionKeys.ofPart(prepare.transaction(), prepare.branch());
      case TwoPhaseMessage.ToParticipant told ->
          List.of(Key.participation(told.transaction(), told.to()));
      case TwoPhaseMessage.ToCoordinator vote -> TransactionKeys.ofVote(vote.order(), vote.to());
    };
  }

  public Decision decide(RecordView records, TwoPhaseMessage message, Instant now) {
    return switch (message) {
      case TwoPhaseMessage.Prepare prepare -> participant.prepare(records, prepare, now);
      case TwoPhaseMessage.Commit commit -> participant.commit(records, commit, now);
      case TwoPhaseMessage.Abort abort -> participant.abort(records, abort, now);
      case TwoPhaseMessage.Prepared prepared -> coordinator.prepared(records, prepared, now);
      case TwoPhaseMessage.Declined declined -> coordinator.declined(records, declined, now);
      case TwoPhaseMessage.Committed committed -> coordinator.committed(records, committed);
    };
  }

  /** Aborts an undecided one, as at its deadline. */
  public void abort(
      Decision.Builder decision, RecordView records, Key key, TwoPhase transaction, Instant now) {
    TwoPhaseCoordinator.abort(decision, records, key, transaction, now);
  }

  /** Its time has come. */
  public Decision wake(RecordView records, Key key, TwoPhase transaction, Instant now) {
    return coordinator.wake(records, key, transaction, now);
  }

  /** Its time has come. */
  public Decision wake(Key key, Prepared prepared, Instant now) {
    return participant.wake(key, prepared, now);
  }

  /** Its time has come. */
  public Decision wake(RecordView records, Key key, Queued queued, Instant now) {
    return participant.wake(records, key, queued, now);
  }
}
