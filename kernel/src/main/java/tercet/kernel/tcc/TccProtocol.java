package tercet.kernel.tcc;

import java.time.Instant;
import java.util.List;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.RecordView;
import tercet.kernel.id.Key;
import tercet.kernel.transaction.Coordinator;
import tercet.kernel.transaction.TransactionKeys;
import tercet.kernel.transaction.TransactionSettings;

/** Both sides of try-confirm-cancel: which of them decides what. */
public final class TccProtocol {
  private final TccCoordinator coordinator;
  private final TccParticipant participant;

  public TccProtocol(TransactionSettings settings) {
    this.coordinator = new TccCoordinator(settings);
    this.participant = new TccParticipant(settings);
  }

  public Coordinator coordinator() {
    return coordinator;
  }

  /** The records that deciding a message may read. */
  public static List<Key> keys(TccMessage message) {
    return switch (message) {
      case TccMessage.ToParticipant asked ->
          TransactionKeys.ofPart(asked.transaction(), asked.branch());
      case TccMessage.Confirm confirm ->
          List.of(Key.participation(confirm.transaction(), confirm.to()));
      case TccMessage.ToCoordinator vote -> TransactionKeys.ofVote(vote.order(), vote.to());
    };
  }

  public Decision decide(RecordView records, TccMessage message, Instant now) {
    return switch (message) {
      case TccMessage.Try attempt -> participant.attempt(records, attempt, now);
      case TccMessage.Release release -> participant.release(records, release);
      case TccMessage.Cancel cancel -> participant.cancel(records, cancel);
      case TccMessage.Confirm confirm -> participant.confirm(records, confirm, now);
      case TccMessage.Held held -> coordinator.held(records, held, now);
      case TccMessage.Busy busy -> coordinator.busy(records, busy, now);
      case TccMessage.Declined declined -> coordinator.declined(records, declined, now);
      case TccMessage.Cancelled cancelled -> coordinator.cancelled(records, cancelled, now);
    };
  }

  /** Aborts an undecided one, as at its deadline. */
  public void abort(Decision.Builder decision, RecordView records, Key key, Tcc tcc, Instant now) {
    if (tcc instanceof Tcc.Trying trying) {
      coordinator.abortLate(decision, records, key, trying, now);
    }
  }

  /** Its time has come. */
  public Decision wake(RecordView records, Key key, Tcc tcc, Instant now) {
    return coordinator.wake(records, key, tcc, now);
  }

  /** Its time has come. */
  public Decision wake(Key key, Held held, Instant now) {
    return participant.wake(key, held, now);
  }
}
