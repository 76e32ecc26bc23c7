package tercet.kernel.choreography;

import java.time.Instant;
import java.util.List;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.RecordView;
import tercet.kernel.id.Key;
import tercet.kernel.id.Service;
import tercet.kernel.transaction.Coordinator;
import tercet.kernel.transaction.TransactionKeys;
import tercet.kernel.transaction.TransactionSettings;

/** Both sides of a choreographed saga: which of them decides what. */
public final class ChoreographyProtocol {
  private final ChoreographyInitiator initiator;
  private final ChoreographyParticipant participant;

  public ChoreographyProtocol(TransactionSettings settings) {
    this.initiator = new ChoreographyInitiator(settings);
    this.participant = new ChoreographyParticipant(settings);
  }

  public Coordinator coordinator() {
    return initiator;
  }

  /** The records that deciding a message may read, but for balances that are given back to. */
  public static List<Key> keys(ChoreographyMessage message) {
    return switch (message) {
      case ChoreographyMessage.Debit debit ->
          TransactionKeys.ofPart(debit.transaction(), debit.branch());
      case ChoreographyMessage.BetweenShards said ->
          isToOrder(said)
              ? TransactionKeys.ofVote(said.order(), said.to())
              : List.of(Key.participation(said.transaction(), said.to()));
    };
  }

  private static boolean isToOrder(ChoreographyMessage message) {
    return message.to().service() == Service.ORDER;
  }

  public Decision decide(RecordView records, ChoreographyMessage message, Instant now) {
    return switch (message) {
      case ChoreographyMessage.Debit debit -> participant.debit(records, debit, now);
      case ChoreographyMessage.VoteYes vote when isToOrder(vote) ->
          initiator.agreed(records, vote, now);
      case ChoreographyMessage.VoteYes vote -> participant.agreed(records, vote, now);
      case ChoreographyMessage.Declined vote when isToOrder(vote) ->
          initiator.declined(records, vote, now);
      case ChoreographyMessage.Declined vote -> participant.declined(records, vote);
      case ChoreographyMessage.Committed said -> initiator.committed(records, said, now);
      case ChoreographyMessage.VoteRequest poll -> participant.poll(records, poll, now);
      case ChoreographyMessage.VoteAck heard -> participant.heard(records, heard, now);
    };
  }

  /** Its time has come. */
  public Decision wake(Key key, Choreography open, Instant now) {
    return initiator.wake(key, open, now);
  }

  /** Its time has come. */
  public Decision wake(Key key, Voted voted, Instant now) {
    return participant.wake(key, voted, now);
  }
}
