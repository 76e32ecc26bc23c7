package tercet.runtime.codec;

import tercet.kernel.choreography.Voted;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.outcome.Applied;
import tercet.kernel.saga.Debited;
import tercet.kernel.tcc.Held;
import tercet.kernel.transaction.OpenBranch;
import tercet.kernel.transaction.Origin;
import tercet.kernel.twophase.Prepared;
import tercet.kernel.twophase.Queued;

/** {@link OpenBranch} as bytes, with what it begins with. */
final class BranchCodec {
  private BranchCodec() {}

  static void write(ByteWriter writer, OpenBranch open) {
    switch (open) {
      case Debited branch -> {
        writeStart(writer, RecordType.SAGA_DEBITED, branch.origin(), branch.held());
        SagaCodec.write(writer, branch);
      }
      case Held branch -> {
        writeStart(writer, RecordType.TCC_HELD, branch.origin(), !branch.origin().isUnknown());
        TccCodec.write(writer, branch);
      }
      case Queued branch -> {
        writeStart(
            writer, RecordType.TWO_PHASE_QUEUED, branch.origin(), !branch.origin().isUnknown());
        TwoPhaseCodec.write(writer, branch);
      }
      case Prepared branch -> {
        writeStart(
            writer, RecordType.TWO_PHASE_PREPARED, branch.origin(), !branch.origin().isUnknown());
        TwoPhaseCodec.write(writer, branch);
      }
      case Voted branch -> {
        writeStart(writer, RecordType.CHOREOGRAPHY_VOTED, branch.origin(), branch.held());
        ChoreographyCodec.write(writer, branch);
      }
      case Applied branch -> {
        writeStart(writer, RecordType.OUTCOME_APPLIED, branch.origin(), true);
        OutcomeCodec.write(writer, branch);
      }
    }
  }

  /**
   * What the record of every participant begins with.
   *
   * @param whole false to write it as versions did that knew only the order and its shard
   */
  private static void writeStart(ByteWriter writer, RecordType type, Origin origin, boolean whole) {
    if (whole) {
      writer.writeByte(RecordType.PART_OF_ORIGIN.number);
      writer.writeByte(type.number);
      TransactionCodec.write(writer, origin);
    } else {
      writer.writeByte(type.number);
      TransactionCodec.writeShort(writer, origin);
    }
  }

  static StoredRecord read(RecordType type, ByteReader reader, Origin origin, boolean held) {
    return switch (type) {
      case SAGA_DEBITED -> SagaCodec.readDebited(reader, origin, held);
      case TCC_HELD -> TccCodec.readHeld(reader, origin);
      case TWO_PHASE_QUEUED -> TwoPhaseCodec.readQueued(reader, origin);
      case TWO_PHASE_PREPARED -> TwoPhaseCodec.readPrepared(reader, origin);
      case CHOREOGRAPHY_VOTED -> ChoreographyCodec.readVoted(reader, origin, held);
      case OUTCOME_APPLIED -> OutcomeCodec.readApplied(reader, origin);
      case ITEM,
          ACCOUNT,
          ORDER_UNPAID,
          ORDER_PAID,
          DECLINED,
          SETTLED,
          ANSWERED,
          CLAIMED,
          TCC_RELEASED,
          CLAIMED_ITEM,
          CLAIMED_ACCOUNT,
          TRANSACTION_OF_INCARNATION,
          PART_OF_ORIGIN,
          OUTCOME_KEPT,
          OUTCOME_RECONCILIATION,
          SAGA_DEBITING,
          SAGA_UNDOING,
          TCC_TRYING,
          TCC_CANCELLING,
          TWO_PHASE_PREPARING,
          TWO_PHASE_COMMITTING,
          CHOREOGRAPHY ->
          throw reader.malformed(type + " is no part of a transaction");
    };
  }
}
