package tercet.kernel.outcome;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.RecordView;
import tercet.kernel.id.Key;
import tercet.kernel.transaction.TransactionKeys;
import tercet.kernel.transaction.TransactionSettings;

/** Both sides of an outcome that may be lost: which of them decides what. */
public final class OutcomeProtocol {
  private final OutcomeCoordinator coordinator;
  private final OutcomeParticipant participant;

  public OutcomeProtocol(TransactionSettings settings) {
    this.coordinator = new OutcomeCoordinator(settings);
    this.participant = new OutcomeParticipant(settings);
  }

  /** The records that deciding a message may read, but for balances that are given back to. */
  public static List<Key> keys(OutcomeMessage message) {
    return switch (message) {
      case OutcomeMessage.ToParticipant told ->
          TransactionKeys.ofPart(told.transaction(), told.branch());
      case OutcomeMessage.Agreed agreed ->
          List.of(Key.participation(agreed.transaction(), agreed.to()));
      case OutcomeMessage.ToCoordinator said -> {
        List<Key> keys = new ArrayList<>(TransactionKeys.ofVote(said.order(), said.to()));
        keys.add(Key.participation(said.transaction(), said.to()));
        yield keys;
      }
    };
  }

  public Decision decide(RecordView records, OutcomeMessage message, Instant now) {
    return switch (message) {
      case OutcomeMessage.Apply apply -> participant.apply(records, apply, now);
      case OutcomeMessage.Revoke revoke -> participant.revoke(records, revoke, now);
      case OutcomeMessage.Agreed agreed -> participant.agreed(records, agreed, now);
      case OutcomeMessage.Report report -> coordinator.reported(records, report, now);
      case OutcomeMessage.Unable unable -> coordinator.unable(records, unable, now);
    };
  }

  /** Its time has come. */
  public Decision wake(Key key, Reconciliation open, Instant now) {
    return coordinator.wake(key, open, now);
  }

  /** Its time has come. */
  public Decision wake(Key key, Applied applied, Instant now) {
    return participant.wake(key, applied, now);
  }
}
