package tercet.testing.simulator.check;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tercet.kernel.choreography.ChoreographyMessage;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.Message;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.ShardId;
import tercet.kernel.outcome.OutcomeMessage;
import tercet.kernel.refund.RefundMessage;
import tercet.kernel.saga.SagaMessage;
import tercet.kernel.tcc.TccMessage;
import tercet.kernel.transaction.Tombstone;
import tercet.kernel.twophase.TwoPhaseMessage;
import tercet.testing.simulator.world.Violation;

/**
 * Checks votes: a vote is on record when it is sent, and a participant that has refused never
 * agrees afterwards.
 */
final class Votes {
  private final Validity validity = new Validity();
  private final Map<Key, StoredRecord> participations = new HashMap<>();
  private final Set<Key> refusals = new HashSet<>();
  private final Set<Key> refused = new HashSet<>();

  /**
   * Looks at the messages of a durable decision.
   *
   * @param current whether it was decided on the latest records; one that changes nothing may have
   *     read a record that another node was about to change, and tells the state of a moment before
   */
  void decided(Decision decision, boolean current) {
    for (Decision.Change change : decision.changes()) {
      if (change.key().kind() == RecordKind.PARTICIPATION) {
        participations.compute(change.key(), (key, before) -> change.stored());
        if (change.stored() instanceof Tombstone.Declined) {
          refusals.add(change.key());
        }
      }
    }
    for (Message message : decision.messages()) {
      validity.sent(message);
      refuses(message);
      if (current) {
        agrees(message);
      }
    }
  }

  private void refuses(Message message) {
    ShardId refusing = refusing(message);
    if (refusing != null) {
      Key key = Key.participation(message.transaction(), refusing);
      refused.add(key);
      if (!refusals.contains(key)) { // it may have expired since
        throw violation(message, "refuses, but that was never on record", key);
      }
    }
  }

  private void agrees(Message message) {
    ShardId agreeing = agreeing(message);
    if (agreeing != null) {
      Key key = Key.participation(message.transaction(), agreeing);
      if (refused.contains(key)) {
        throw violation(message, "agrees after it has refused", key);
      }
      if (!participations.containsKey(key)) {
        throw violation(message, "agrees, but that is not on record", key);
      }
    }
  }

  private Violation violation(Message message, String what, Key key) {
    return new Violation(
        "%s %s in %s; it knows %s"
            .formatted(key.shard(), what, message.transaction(), participations.get(key)),
        message.transaction().value());
  }

  private static @Nullable ShardId refusing(Message message) {
    return switch (message) {
      case SagaMessage.Declined declined -> declined.from();
      case TccMessage.Declined declined -> declined.from();
      case ChoreographyMessage.Declined declined -> declined.from();
      case TwoPhaseMessage.Declined declined -> declined.from();
      case SagaMessage.Debit _,
          SagaMessage.Compensate _,
          SagaMessage.Complete _,
          SagaMessage.Debited _,
          SagaMessage.Compensated _,
          TccMessage.Try _,
          TccMessage.Release _,
          TccMessage.Cancel _,
          TccMessage.Confirm _,
          TccMessage.Held _,
          TccMessage.Busy _,
          TccMessage.Cancelled _,
          ChoreographyMessage.Debit _,
          ChoreographyMessage.VoteYes _,
          ChoreographyMessage.Committed _,
          ChoreographyMessage.VoteRequest _,
          ChoreographyMessage.VoteAck _,
          TwoPhaseMessage.Prepare _,
          TwoPhaseMessage.Commit _,
          TwoPhaseMessage.Abort _,
          TwoPhaseMessage.Prepared _,
          TwoPhaseMessage.Committed _,
          OutcomeMessage _,
          RefundMessage _ ->
          null;
    };
  }

  private static @Nullable ShardId agreeing(Message message) {
    return switch (message) {
      case SagaMessage.Debited debited -> debited.from();
      case TccMessage.Held held -> held.from();
      case ChoreographyMessage.VoteYes agreed -> agreed.from();
      case TwoPhaseMessage.Prepared prepared -> prepared.from();
      case SagaMessage.Debit _,
          SagaMessage.Compensate _,
          SagaMessage.Complete _,
          SagaMessage.Declined _,
          SagaMessage.Compensated _,
          TccMessage.Try _,
          TccMessage.Release _,
          TccMessage.Cancel _,
          TccMessage.Confirm _,
          TccMessage.Busy _,
          TccMessage.Declined _,
          TccMessage.Cancelled _,
          ChoreographyMessage.Debit _,
          ChoreographyMessage.Committed _,
          ChoreographyMessage.Declined _,
          ChoreographyMessage.VoteRequest _,
          ChoreographyMessage.VoteAck _,
          TwoPhaseMessage.Prepare _,
          TwoPhaseMessage.Commit _,
          TwoPhaseMessage.Abort _,
          TwoPhaseMessage.Declined _,
          TwoPhaseMessage.Committed _,
          OutcomeMessage _,
          RefundMessage _ ->
          null;
    };
  }
}
