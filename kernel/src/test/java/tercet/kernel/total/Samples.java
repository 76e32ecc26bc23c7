package tercet.kernel.total;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import tercet.kernel.Protocol;
import tercet.kernel.decision.Message;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.TransactionId;
import tercet.kernel.transaction.Branch;

/** The records and messages of one protocol. */
interface Samples {
  /**
   * Messages that are valid until then are sent last, and the coordinator is none valid after it.
   */
  Instant QUIET_AFTER = States.START.plusSeconds(2);

  static Samples of(Protocol protocol) {
    return switch (protocol) {
      case TCC -> new TccSamples();
      case SAGA -> new SagaSamples();
      case CHOREOGRAPHY -> new ChoreographySamples();
      case TWO_PHASE_COMMIT -> new TwoPhaseSamples();
    };
  }

  /** An order, and its transaction. */
  List<Map<Key, StoredRecord>> orders();

  /**
   * A balance, and what its shard knows of the transactions that lay claim to it.
   *
   * @param branch of one debit
   */
  List<Map<Key, StoredRecord>> branches(Branch branch);

  /** Messages of a participant to the order's shard. */
  List<Message> toOrder(TransactionId transaction, ShardId from);

  /** Messages to a participant. */
  List<Message> toParticipant(TransactionId transaction, Branch branch);
}
